package dev.spinrun.trainer.loss;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/**
 * The mean squared error of each prediction. Source: Ho et al., arXiv 2006.11239, eq. 14, as a mean
 * over elements. Letters: N images, C channels, H height, W width.
 */
public final class DenoisingError {
  private static final String SOURCE =
      """
      def errors(self, predicted: Tensor, target: Tensor) -> Tensor:
        e = torch.sub(predicted, target)
        return torch.mean(torch.mul(e, e), [1, 2, 3])
      """;

  private static final String MEAN =
      """
      def mean(self, m: Tensor, w: Tensor, share: float) -> Tuple[Tensor, Tensor]:
        loss = torch.mean(torch.mul(m, w))
        return (torch.mul(loss, share), loss)
      """;

  private final Script script;

  /** The error's scripts live as long as the scope. */
  public DenoisingError(Scope scope) {
    script = Script.compile(scope, List.of(SOURCE, MEAN));
  }

  /** Per image the mean over elements, [N], in the given scope. */
  public Tensor of(Scope scope, Tensor predictedNCHW, Tensor targetNCHW) {
    return script.call("errors").tensor(predictedNCHW).tensor(targetNCHW).one(scope);
  }

  /**
   * The loss of supervised fine-tuning: the mean of the errors, each times its weight.
   *
   * @param share of this part in the whole batch; scales what is differentiated
   */
  public DenoisingLoss loss(Scope scope, Tensor errorsN, Tensor weightsN, double share) {
    List<Tensor> parts =
        script.call("mean").tensor(errorsN).tensor(weightsN).number(share).tuple(scope);
    return new DenoisingLoss(parts.get(0), parts.get(1));
  }

  /**
   * The parts of the loss, all scalars.
   *
   * @param scaled to be differentiated
   */
  public record DenoisingLoss(Tensor scaled, Tensor loss) {}
}
