package dev.spinrun.trainer.tensor;

import java.util.Arrays;
import java.util.Optional;

/** What an element of a tensor file is: its safetensors code, its width, torch's storage class. */
public enum ElementType {
  FLOAT64("F64", 8, "Double"),
  FLOAT32("F32", 4, "Float"),
  FLOAT16("F16", 2, "Half"),
  BFLOAT16("BF16", 2, "BFloat16"),
  INT64("I64", 8, "Long"),
  INT32("I32", 4, "Int"),
  UINT8("U8", 1, "Byte");

  private final String code;
  private final int bytes;
  private final String torchStorage;

  ElementType(String code, int bytes, String torch) {
    this.code = code;
    this.bytes = bytes;
    this.torchStorage = "torch." + torch + "Storage";
  }

  /** The name in a safetensors header. */
  public String code() {
    return code;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The type with this code of safetensors. */
  public static Optional<ElementType> ofCode(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }

  /** By the class of its storage, such as {@code torch.HalfStorage}. */
  public static Optional<ElementType> ofTorchStorage(String path) {
    return Arrays.stream(values()).filter(type -> type.torchStorage.equals(path)).findFirst();
  }
}
