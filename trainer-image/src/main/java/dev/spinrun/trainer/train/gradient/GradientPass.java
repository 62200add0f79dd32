package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.RecordedPass;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Adds the gradients of a batch to the leaves of a model. */
public abstract class GradientPass {
  private final ExampleSource source;
  private final Activations activations;

  /** Of predictions, per image. */
  final DenoisingError error;

  /** Its tensors live as long as the scope. */
  GradientPass(Scope scope, ExampleSource source, Activations activations) {
    this.error = new DenoisingError(scope);
    this.source = source;
    this.activations = activations;
  }

  /** The losses of a batch, micro-batch by micro-batch. */
  interface BatchLoss {
    /**
     * Begins a micro-batch. Whatever does not depend on the model is computed here, before the
     * model's forward pass holds its activations.
     *
     * @param scope of the micro-batch
     */
    MicroBatchLoss begin(Scope scope, ModelInputs inputs);

    /** Means over all micro-batches. */
    LossReport report();
  }

  /** The loss of a micro-batch. */
  interface MicroBatchLoss {
    /** The loss of these predictions, multiplied with this factor; it is differentiated. */
    Tensor scaled(Tensor predicted, double factor);
  }

  /**
   * The micro-batches of a batch.
   *
   * @param next gives one after the other
   */
  public record Parts(int count, Supplier<MicroBatch> next) {}

  /** The loss of a batch that begins. */
  abstract BatchLoss begin();

  /**
   * Runs forward and backward over all micro-batches. Losses and gradients may be infinite or
   * undefined.
   *
   * @param model whose weights are leaves
   * @param scale what the loss is multiplied with before it is differentiated
   * @param finished told the names of weights whose gradients are complete, as they are
   */
  public final LossReport accumulate(
      UNet model, Parts parts, double scale, Consumer<List<String>> finished) {
    BatchLoss batch = begin();
    for (int i = 0; i < parts.count(); i++) {
      boolean isLast = i == parts.count() - 1;
      try (Scope scope = Scope.open()) {
        ModelInputs inputs = ModelInputs.upload(scope, parts.next().get(), source);
        MicroBatchLoss loss = batch.begin(scope, inputs);
        RecordedPass forward = inputs.record(scope, model, activations);
        Tensor predicted = forward.output().leaf(scope);
        try (GradientRecording recording = GradientRecording.start()) {
          loss.scaled(predicted, scale / parts.count()).backward();
        }
        forward.backward(predicted.gradient(scope), isLast ? finished : names -> {});
      }
    }
    return batch.report();
  }
}
