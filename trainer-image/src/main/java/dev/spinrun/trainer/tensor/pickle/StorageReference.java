package dev.spinrun.trainer.tensor.pickle;

import dev.spinrun.trainer.tensor.ElementType;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import java.util.List;

/**
 * A block of elements outside the pickle.
 *
 * @param key name of its archive entry
 * @param elements how many it holds
 */
record StorageReference(ElementType type, String key, long elements) {
  /** From a persistent id: {@code ("storage", class, key, device, elements)}. */
  static StorageReference of(String file, List<?> id) {
    if (id.size() == 5
        && "storage".equals(id.get(0))
        && id.get(1) instanceof ElementType type
        && id.get(2) instanceof String key
        && id.get(4) instanceof Long elements) {
      return new StorageReference(type, key, elements);
    }
    throw new MalformedTensorFileException(
        file + " refers to something that is no storage of torch. Save it again with torch.save.");
  }
}
