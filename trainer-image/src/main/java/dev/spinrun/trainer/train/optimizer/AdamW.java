package dev.spinrun.trainer.train.optimizer;

import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorList;
import java.util.Collections;
import java.util.List;

/**
 * AdamW over all parameters in one native call: norm of the gradients, clipping, update.
 *
 * <p>Source: Loshchilov and Hutter, arXiv 1711.05101, algorithm 2. Mirrors: torch 2.5
 * clip_grad_norm_ and AdamW(fused=True). Differs: if the norm is not finite, nothing is changed.
 */
public final class AdamW {
  private static final String SOURCE =
      """
      def step(self, leaves: List[Tensor], p: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, b1: float, b2: float, wd: float, eps: float, most: float, inverse: float) -> Tensor:
        g = annotate(List[Tensor], [])
        for i in range(torch.len(leaves)):
          gi = leaves[i].grad
          _0 = torch.append(g, unchecked_cast(Tensor, gi))
        n = torch.mul(torch.norm(torch.stack(torch._foreach_norm(g, 2))), inverse)
        if bool(torch.isfinite(n)):
          c = torch.mul(torch.clamp(torch.div(most, torch.add(n, 1e-6)), None, 1.), inverse)
          if bool(torch.ne(c, 1.)):
            torch._foreach_mul_(g, c)
          else:
            pass
          _1 = torch.add_(s[0], 1)
          torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), s, lr=lr, beta1=b1, beta2=b2, weight_decay=wd, eps=eps, amsgrad=False, maximize=False)
        else:
          pass
        return n
      """;

  private final AdamWSettings settings;
  private final Script script;
  private final Weights firstMoments;
  private final Weights secondMoments;
  private final Tensor count;
  private final TensorList parameterList;
  private final TensorList firstList;
  private final TensorList secondList;
  private final TensorList countList;

  /** An optimizer that has made no step; it lives as long as the scope. */
  public AdamW(Scope scope, Weights parameters, AdamWSettings settings) {
    this.settings = settings;
    this.script = Script.compile(scope, List.of(SOURCE));
    this.firstMoments = parameters.zerosLike(scope);
    this.secondMoments = parameters.zerosLike(scope);
    this.count = scope.zeros(Shape.of());
    this.parameterList = TensorList.of(scope, parameters.tensors());
    this.firstList = TensorList.of(scope, firstMoments.tensors());
    this.secondList = TensorList.of(scope, secondMoments.tensors());
    // All parameters step together, so one counter serves them all.
    this.countList = TensorList.of(scope, Collections.nCopies(parameters.tensors().size(), count));
  }

  /**
   * Updates the parameters, and may scale the gradients in doing so.
   *
   * @param leaves of the parameters, in their order, with the gradients of a whole batch
   * @param scale what these gradients are multiplied with
   * @return the norm of all gradients before clipping; if it is not finite nothing has changed
   */
  public float step(double learningRate, Weights leaves, double scale) {
    try (Scope step = Scope.open()) {
      return script
          .call("step")
          .tensors(TensorList.of(step, leaves.tensors()))
          .tensors(parameterList)
          .tensors(firstList)
          .tensors(secondList)
          .tensors(countList)
          .number(learningRate)
          .number(settings.firstDecay())
          .number(settings.secondDecay())
          .number(settings.weightDecay())
          .number(settings.epsilon())
          .number(settings.maxNorm())
          .number(1 / scale)
          .one(step)
          .toFloat();
    }
  }

  /** Averages of the gradients, for a checkpoint. */
  public Weights firstMoments() {
    return firstMoments;
  }

  /** Averages of the squared gradients, for a checkpoint. */
  public Weights secondMoments() {
    return secondMoments;
  }

  /** How many updates were made: steps that overflowed are none. */
  public int count() {
    return Math.round(count.toFloat());
  }

  /** Continues after so many updates. */
  public void restoreCount(int steps) {
    try (Scope step = Scope.open()) {
      count.assign(step.floats(new float[] {steps}, Shape.of()));
    }
  }
}
