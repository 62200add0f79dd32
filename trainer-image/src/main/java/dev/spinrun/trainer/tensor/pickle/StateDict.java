package dev.spinrun.trainer.tensor.pickle;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.TensorEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what a pickle describes into tensors at places of the file, and checks each of them.
 *
 * @param file its name in messages
 * @param fileBytes its length
 * @param storages by key, where their bytes lie
 */
public record StateDict(String file, long fileBytes, Map<String, Storage> storages) {
  /** Trainers save more than the weights: these are under this name then. */
  private static final String NESTED = "state_dict";

  /**
   * Where a storage lies.
   *
   * @param begin first byte, counted from the start of the file
   */
  public record Storage(long begin, long bytes) {}

  /** The tensors of a pickled dictionary, or of its entry {@code state_dict}. */
  public Map<String, TensorEntry> entries(Object content) {
    if (!(content instanceof Map<?, ?> map)) {
      throw malformed("holds no dictionary of tensors");
    }
    Map<?, ?> tensors = map.get(NESTED) instanceof Map<?, ?> nested ? nested : map;
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    tensors.forEach(
        (name, value) -> {
          if (!(name instanceof String text && value instanceof TensorReference tensor)) {
            throw malformed("holds %s, which is no tensor with a name", name);
          }
          entries.put(text, entry(text, tensor));
        });
    return entries;
  }

  private TensorEntry entry(String name, TensorReference tensor) {
    StorageReference reference = tensor.storage();
    Storage storage = storages.get(reference.key());
    if (storage == null) {
      throw malformed("lacks the elements of tensor %s, or they are compressed", name);
    }
    // What an archive says of an entry may be false.
    if (storage.begin() < 0
        || storage.bytes() < 0
        || storage.bytes() > fileBytes
        || storage.begin() > fileBytes - storage.bytes()) {
      throw malformed("was cut short: it ends before the elements of tensor %s do", name);
    }
    if (!tensor.isContiguous()) {
      throw malformed("stores tensor %s in another order than row by row", name);
    }
    int width = reference.type().bytes();
    try {
      long bytes = Math.multiplyExact(elements(name, tensor.sizes()), width);
      long begin = Math.multiplyExact(tensor.offset(), width);
      if (tensor.offset() < 0 || Math.addExact(begin, bytes) > storage.bytes()) {
        throw malformed(
            "has %d bytes for tensor %%s, which needs %d".formatted(storage.bytes(), begin + bytes),
            name);
      }
      return new TensorEntry(
          name, reference.type(), new Shape(tensor.sizes()), storage.begin() + begin, bytes);
    } catch (ArithmeticException e) {
      throw impossible(name, tensor.sizes());
    }
  }

  private long elements(String name, List<Long> sizes) {
    long elements = 1;
    for (long size : sizes) {
      if (size < 0) {
        throw impossible(name, sizes);
      }
      elements = Math.multiplyExact(elements, size);
    }
    return elements;
  }

  private MalformedTensorFileException impossible(String name, List<Long> sizes) {
    return malformed("gives tensor %s the impossible shape " + sizes, name);
  }

  private MalformedTensorFileException malformed(String what) {
    return new MalformedTensorFileException(
        "%s %s. Save the state dict alone with torch.save, best as safetensors, or download it again."
            .formatted(file, what));
  }

  private MalformedTensorFileException malformed(String what, Object name) {
    return malformed(what.formatted("`" + Excerpt.of(String.valueOf(name)) + "`"));
  }
}
