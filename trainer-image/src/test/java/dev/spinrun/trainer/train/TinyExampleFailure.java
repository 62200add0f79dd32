package dev.spinrun.trainer.train;

import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.io.IOException;

/** A source whose examples cannot be read. */
record TinyExampleFailure(ExampleSource shapes, IOException failure) implements ExampleSource {
  @Override
  public int size() {
    return shapes.size();
  }

  @Override
  public Shape latentShape() {
    return shapes.latentShape();
  }

  @Override
  public Shape textShape() {
    return shapes.textShape();
  }

  @Override
  public float[] emptyText() {
    return shapes.emptyText();
  }

  @Override
  public Example load(int index) throws IOException {
    throw failure;
  }
}
