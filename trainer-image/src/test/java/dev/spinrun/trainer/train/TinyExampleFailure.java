package dev.spinrun.trainer.train;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.io.IOException;
import java.util.List;

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
  public int[] emptyTokens() {
    return shapes.emptyTokens();
  }

  @Override
  public Tensor embed(Scope scope, List<int[]> tokens) {
    return shapes.embed(scope, tokens);
  }

  @Override
  public Example load(int index) throws IOException {
    throw failure;
  }
}
