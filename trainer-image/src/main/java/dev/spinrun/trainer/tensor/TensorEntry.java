package dev.spinrun.trainer.tensor;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param begin first byte, counted from the start of the file
 * @param bytes length in bytes: elements times element width
 */
public record TensorEntry(String name, ElementType type, Shape shape, long begin, long bytes) {
  /** First byte after the tensor. */
  public long end() {
    return begin + bytes;
  }
}
