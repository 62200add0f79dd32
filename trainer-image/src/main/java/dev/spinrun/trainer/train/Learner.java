package dev.spinrun.trainer.train;

import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.util.Map;

/** What of a model is trained, and the reference that it is trained beside. */
interface Learner {
  /** The weights that change; they begin so that the model equals the opponent. */
  Weights trained();

  /** The model with the trained weights as given, in the given scope. */
  UNet model(Scope scope, Weights leaves);

  /** All weights of the model, with the trained ones as given; in the names of the opponent. */
  Weights whole(Scope scope, Weights trainedOnes);

  /** The opponent for predictions beside the model, in the precision of the training. */
  UNet reference(Scope scope);

  /**
   * The learner that the settings name; it lives as long as the scope.
   *
   * @param opponent in fp32
   */
  static Learner of(Scope scope, UNet opponent, TrainingSettings settings) {
    UNet inPrecision = opponent.in(scope, settings.precision());
    return settings.adapterRank() == 0
        ? new EveryWeight(inPrecision, opponent.weights().copy(scope), settings.activations())
        : OnlyAdapters.of(scope, opponent, inPrecision.castForInference(scope), settings);
  }

  /** Full fine-tuning: every weight is trained. */
  record EveryWeight(UNet opponent, Weights trained, Activations activations) implements Learner {
    /**
     * Its weights leave memory after use. Packed kernels do not, so there are none where memory is
     * short.
     */
    @Override
    public UNet reference(Scope scope) {
      UNet frozen = opponent.castForInference(scope);
      boolean isShort = activations == Activations.RECOMPUTED;
      return (isShort ? frozen : frozen.packed(scope)).droppingPages();
    }

    @Override
    public UNet model(Scope scope, Weights leaves) {
      return opponent.withWeights(scope, leaves);
    }

    @Override
    public Weights whole(Scope scope, Weights trainedOnes) {
      return trainedOnes;
    }
  }

  /** Adapters beside the reference's weights, which are shared with it. */
  record OnlyAdapters(UNet opponent, UNet reference, UNet adapted, Weights trained)
      implements Learner {
    static OnlyAdapters of(Scope scope, UNet opponent, UNet reference, TrainingSettings settings) {
      Map<String, Shape> shapes = opponent.adapterShapes(settings.adapterRank());
      Weights adapters = Adapters.initial(scope, shapes, settings);
      UNet adapted = reference.withAdapters(scope, settings.adapterRank(), adapters);
      return new OnlyAdapters(opponent, reference, adapted, adapters);
    }

    /** Its weights are the model's too, and stay. */
    @Override
    public UNet reference(Scope scope) {
      return reference;
    }

    @Override
    public UNet model(Scope scope, Weights leaves) {
      return adapted.withWeights(scope, reference.weights().and(leaves));
    }

    @Override
    public Weights whole(Scope scope, Weights trainedOnes) {
      return Adapters.merged(scope, opponent.weights(), trainedOnes);
    }
  }
}
