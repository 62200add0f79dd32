package dev.spinrun.trainer.tensor;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.MappedByteBuffer;

/** Pages of mapped files in the memory of this process. */
final class FilePages {
  private static final NativeLibrary C = NativeLibrary.getInstance("c");
  private static final Function MADVISE = C.getFunction("madvise");
  private static final long PAGE_BYTES = C.getFunction("getpagesize").invokeInt(new Object[0]);

  /** MADV_DONTNEED of sys/mman.h: of a file that is only read, content is read again when used. */
  private static final int DONT_NEED = 4;

  private FilePages() {}

  /** Gives up the whole pages of a file that is mapped to be read. */
  static void drop(MappedByteBuffer file) {
    long begin = Pointer.nativeValue(Native.getDirectBufferPointer(file));
    long first = (begin + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    long bytes = (begin + file.capacity()) / PAGE_BYTES * PAGE_BYTES - first;
    if (bytes > 0) {
      // A kernel that refuses keeps them: no more than memory is lost.
      MADVISE.invokeInt(new Object[] {new Pointer(first), bytes, DONT_NEED});
    }
  }
}
