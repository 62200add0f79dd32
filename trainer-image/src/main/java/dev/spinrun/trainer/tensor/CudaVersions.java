package dev.spinrun.trainer.tensor;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Versions of the CUDA runtime, cuDNN and NCCL that libtorch brings; they need no GPU to tell.
 * Source: cuda_runtime_api.h of CUDA 12.4, cudnn_version.h 9.1, nccl.h 2.21.
 */
final class CudaVersions {
  private static final String LIBRARY = "libtorch_cuda.so";

  private CudaVersions() {}

  /** By name; empty where libtorch is built for the CPU. */
  static Map<String, String> find() {
    NativeLibrary library;
    try {
      library = NativeLibrary.getInstance(LIBRARY);
    } catch (UnsatisfiedLinkError e) {
      return Map.of();
    }
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("CUDA", runtime(told(library.getFunction("cudaRuntimeGetVersion"))));
    long cudnn = library.getFunction("cudnnGetVersion").invokeLong(new Object[0]);
    versions.put("cuDNN", dotted(cudnn));
    versions.put("NCCL", dotted(told(library.getFunction("ncclGetVersion"))));
    return versions;
  }

  private static int told(Function function) {
    IntByReference version = new IntByReference();
    int failed = function.invokeInt(new Object[] {version});
    return failed == 0 ? version.getValue() : 0;
  }

  /** 1000 * major + 10 * minor. */
  static String runtime(int version) {
    return "%d.%d".formatted(version / 1000, version % 1000 / 10);
  }

  /** 10000 * major + 100 * minor + patch. */
  static String dotted(long version) {
    return "%d.%d.%d".formatted(version / 10_000, version / 100 % 100, version % 100);
  }
}
