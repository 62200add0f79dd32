package dev.spinrun.trainer.train.optimizer;

import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.TensorList;
import java.util.List;

/** Exponentially averaged weights: average += (1 - decay) (weights - average) per step. */
public final class MovingAverage {
  private static final String SOURCE =
      """
      def update(self, average: List[Tensor], p: List[Tensor], rate: float) -> None:
        torch._foreach_lerp_(average, p, rate)
        return None
      """;

  private final EmaDecay decay;
  private final Script script;
  private final Weights average;
  private final TensorList averageList;
  private final TensorList parameterList;

  /** An average that begins at the weights as they are; it lives as long as the scope. */
  public MovingAverage(Scope scope, Weights parameters, EmaDecay decay) {
    this.decay = decay;
    this.script = Script.compile(scope, List.of(SOURCE));
    this.average = parameters.copy(scope);
    this.averageList = TensorList.of(scope, average.tensors());
    this.parameterList = TensorList.of(scope, parameters.tensors());
  }

  /** Takes the weights as they are after a 0-based step. */
  public void update(int step) {
    double rate = 1 - decay.at(step);
    script.call("update").tensors(averageList).tensors(parameterList).number(rate).run();
  }

  /** The averages, which this object goes on changing. */
  public Weights weights() {
    return average;
  }
}
