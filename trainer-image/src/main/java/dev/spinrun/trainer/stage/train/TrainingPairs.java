package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The prepared data set, and where rejected images come from: the opponent, the data set itself, or
 * nowhere.
 */
record TrainingPairs(PreparedData data, Method method, @Nullable RejectedImages synthetic)
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
    return new Example(data.latent(index), rejected(index), data.text(index));
  }

  private float[] rejected(int index) {
    return switch (method) {
      case SPIN -> Objects.requireNonNull(synthetic).latent(index);
      case DPO -> data.rejected(index);
      case SFT -> NONE;
    };
  }

  @Override
  public int neighbours() {
    return data.partExamples();
  }

  @Override
  public void prefetch(int index) {
    data.prefetch(index);
  }
}
