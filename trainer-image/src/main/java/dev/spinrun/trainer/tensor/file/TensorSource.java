package dev.spinrun.trainer.tensor.file;

import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorEntry;
import java.io.IOException;
import java.util.Map;

/** Named tensors on disk: one file, or several that belong together. */
public interface TensorSource extends AutoCloseable {
  /** All tensors by name. */
  Map<String, TensorEntry> entries();

  /**
   * One floating-point tensor as fp32, or 64-bit integers as they are, in a shape of as many
   * elements as the stored one.
   *
   * @throws MalformedTensorFileException for other element types, or if there is none of this name
   */
  Tensor read(Scope scope, String name, Shape shape) throws IOException;

  /** Closes the files; tensors read from them stay valid. */
  @Override
  void close() throws IOException;
}
