package dev.spinrun.trainer.train;

import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorList;
import java.util.Collections;
import java.util.List;

/**
 * AdamW over all parameters in one native call: norm of the gradients, clipping, update, zeroing.
 *
 * <p>Source: Loshchilov and Hutter, arXiv 1711.05101, algorithm 2. Mirrors: torch 2.5
 * clip_grad_norm_ and AdamW(fused=True). Differs: if the norm is not finite, nothing is changed.
 */
final class AdamW {
  private static final String SOURCE =
      """
      def step(self, p: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, b1: float, b2: float, wd: float, eps: float, most: float) -> Tensor:
        g = annotate(List[Tensor], [])
        for i in range(torch.len(p)):
          gi = p[i].grad
          _0 = torch.append(g, unchecked_cast(Tensor, gi))
        n = torch.norm(torch.stack(torch._foreach_norm(g, 2)))
        if bool(torch.isfinite(n)):
          c = torch.clamp(torch.div(most, torch.add(n, 1e-6)), None, 1.)
          torch._foreach_mul_(g, c)
          _1 = torch.add_(s[0], 1)
          torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), s, lr=lr, beta1=b1, beta2=b2, weight_decay=wd, eps=eps, amsgrad=False, maximize=False)
          torch._foreach_zero_(g)
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
  AdamW(Scope scope, Weights parameters, AdamWSettings settings) {
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
   * Updates the parameters with their accumulated gradients and zeroes these.
   *
   * @return the norm of all gradients before clipping; if it is not finite nothing has changed
   */
  float step(double learningRate) {
    try (Scope step = Scope.open()) {
      return script
          .call("step")
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
          .one(step)
          .toFloat();
    }
  }

  Weights firstMoments() {
    return firstMoments;
  }

  Weights secondMoments() {
    return secondMoments;
  }

  /** Continues after so many steps. */
  void restoreCount(int steps) {
    try (Scope step = Scope.open()) {
      count.assign(step.floats(new float[] {steps}, Shape.of()));
    }
  }
}
