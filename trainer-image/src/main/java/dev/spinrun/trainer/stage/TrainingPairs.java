package dev.spinrun.trainer.stage;

import dev.spinrun.trainer.data.PreparedData;
import dev.spinrun.trainer.data.SyntheticData;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.train.Example;
import dev.spinrun.trainer.train.ExampleSource;
import org.jspecify.annotations.Nullable;

/** The prepared data set beside the opponent's images, if the method has an opponent. */
record TrainingPairs(PreparedData data, @Nullable SyntheticData synthetic)
    implements ExampleSource {
  private static final float[] NONE = {};

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public Shape latentShape() {
    return data.latentShape();
  }

  @Override
  public Shape textShape() {
    return data.textShape();
  }

  @Override
  public float[] emptyText() {
    return data.emptyText();
  }

  @Override
  public Example load(int index) {
    float[] rejected = synthetic == null ? NONE : synthetic.latent(index);
    return new Example(data.latent(index), rejected, data.text(index));
  }
}
