package dev.spinrun.trainer.workers;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.spinrun.trainer.tensor.Torch;
import java.nio.charset.StandardCharsets;

/**
 * Functions and object layouts of libtorch 2.5.1 that its library exports without a C interface.
 *
 * <p>A mangled name carries the types of all arguments, so another version of libtorch lacks it
 * rather than misunderstands it; all are looked up before anything is called. Layouts are those of
 * libstdc++: a string has 4 words, a vector 3, what intrusive pointers point to begins with a table
 * of functions and two counters.
 */
final class C10d {
  private static final NativeLibrary LIBTORCH = NativeLibrary.getInstance("libtorch_cpu.so");
  private static final String STRING = "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE";
  private static final String MILLISECONDS = "NSt6chrono8durationIlSt5ratioILl1ELl1000EEEE";
  private static final String TENSORS = "ERSt6vectorIN2at6TensorESaIS3_EERKNS_";

  static final Function TCP_STORE =
      function(
          "_ZN4c10d8TCPStoreC1ERK"
              + STRING
              + "tSt8optionalIiEbRK"
              + "NSt6chrono8durationIlSt5ratioILl1ELl1000EEEEb");
  static final Function DEVICE =
      function("_ZN4c10d16ProcessGroupGloo23createDeviceForHostnameERK" + STRING);
  static final Function OPTIONS = function("_ZN4c10d16ProcessGroupGloo7OptionsC1E" + MILLISECONDS);
  static final Function GROUP =
      function(
          "_ZN4c10d16ProcessGroupGlooC1ERKN3c1013intrusive_ptrINS_5StoreENS1_6detail34"
              + "intrusive_target_default_null_typeIS3_EEEEiiNS2_INS0_7OptionsENS5_ISA_EEEE");
  static final Function ALL_REDUCE =
      function("_ZN4c10d16ProcessGroupGloo9allreduce" + TENSORS + "16AllreduceOptionsE");
  static final Function BROADCAST =
      function("_ZN4c10d16ProcessGroupGloo9broadcast" + TENSORS + "16BroadcastOptionsE");
  static final Function IS_COMPLETED = function("_ZN4c10d4Work11isCompletedEv");
  static final Function IS_SUCCESS = function("_ZNK4c10d4Work9isSuccessEv");
  static final Function EXCEPTION = function("_ZNK4c10d4Work9exceptionEv");

  private static final int STRING_BYTES = 32;
  private static final int INLINE_CHARACTERS = 16;
  private static final int REFERENCES = 8;
  private static final int WEAK_REFERENCES = 12;

  private C10d() {}

  private static Function function(String name) {
    return LIBTORCH.getFunction(name);
  }

  /** Zeroed memory of the C heap. */
  static Pointer memory(int bytes) {
    Pointer memory = new Pointer(Native.malloc(bytes));
    memory.clear(bytes);
    return memory;
  }

  static void free(Pointer memory) {
    Native.free(Pointer.nativeValue(memory));
  }

  /** A std::string. Short ones hold their characters themselves; the callee may adopt long ones. */
  static Pointer string(String text) {
    byte[] characters = text.getBytes(StandardCharsets.UTF_8);
    boolean inside = characters.length < INLINE_CHARACTERS;
    Pointer string = memory(STRING_BYTES);
    Pointer data = inside ? string.share(INLINE_CHARACTERS) : memory(characters.length + 1);
    data.write(0, characters, 0, characters.length);
    string.setPointer(0, data);
    string.setLong(Long.BYTES, characters.length);
    if (!inside) {
      string.setLong(INLINE_CHARACTERS, characters.length);
    }
    return string;
  }

  /** A pointer to a pointer: how a reference to an intrusive pointer is passed. */
  static Pointer pointerTo(Pointer target) {
    Pointer reference = memory(Long.BYTES);
    reference.setPointer(0, target);
    return reference;
  }

  /** Counts the first reference to a new object, as make_intrusive does. */
  static Pointer owned(Pointer object) {
    object.setInt(REFERENCES, 1);
    object.setInt(WEAK_REFERENCES, 1);
    return object;
  }

  /** Gives up one reference; the last one deletes the object. */
  static void release(Pointer object) {
    Torch.release(Pointer.nativeValue(object));
  }
}
