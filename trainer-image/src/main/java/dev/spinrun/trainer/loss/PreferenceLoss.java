package dev.spinrun.trainer.loss;

import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/**
 * The preference loss of SPIN-Diffusion, and of Diffusion-DPO with other pairs.
 *
 * <p>u = -(beta / 2) ((m_w - m_l) - (r_w - r_l)), loss = mean softplus(-u) + sftWeight mean m_w, or
 * another {@link LossShape} of u. Letters: m errors of the model, r of the frozen reference, w
 * preferred, l rejected; B pairs. Source: SPIN-Diffusion (arXiv 2402.10210) eq. 4.9 as noise
 * errors. Mirrors: DiffusionDPO train.py. Differs: the term with sftWeight is ours. The preferred
 * and the rejected image of a pair share their timestep, and with pairNoise Shared their noise.
 */
public final class PreferenceLoss {
  private static final String SOURCE =
      """
      def preference(self, m: Tensor, r: Tensor, halfBeta: float, aim: float, sft: float, share: float) -> Tuple[Tensor, Tensor, Tensor]:
        model = torch.chunk(m, 2)
        reference = torch.chunk(r, 2)
        gap = torch.sub(torch.sub(model[0], model[1]), torch.sub(reference[0], reference[1]))
        u = torch.mul(gap, torch.neg(halfBeta))
        preference = torch.mean(%s)
        total = torch.add(preference, torch.mul(torch.mean(model[0]), sft))
        return (torch.mul(total, share), preference, u)
      """;

  private final Preference objective;
  private final Script script;

  /** The loss's scripts live as long as the scope. */
  public PreferenceLoss(Scope scope, Preference objective) {
    this.objective = objective;
    this.script = Script.compile(scope, List.of(SOURCE.formatted(objective.shape().script())));
  }

  /**
   * The loss of B pairs.
   *
   * @param model errors [2B], the preferred images first
   * @param reference errors [2B] in the same order, without gradient
   * @param share of these pairs in the whole batch; scales what is differentiated
   */
  public PairLoss of(Scope scope, Tensor model, Tensor reference, double share) {
    List<Tensor> parts =
        script
            .call("preference")
            .tensor(model)
            .tensor(reference)
            .number(objective.beta() / 2)
            .number(1 / (2 * objective.beta()))
            .number(objective.sftWeight())
            .number(share)
            .tuple(scope);
    return new PairLoss(parts.get(0), parts.get(1), parts.get(2));
  }

  /**
   * The parts of the loss.
   *
   * @param scaled scalar to be differentiated, with the denoising term
   * @param preference scalar without the denoising term; a constant while model and reference are
   *     equal
   * @param u [B], above 0 where the model prefers the preferred image more than the reference does
   */
  public record PairLoss(Tensor scaled, Tensor preference, Tensor u) {}
}
