package dev.spinrun.trainer.stage;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.json.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What libtorch, CUDA and the libraries beside them say when memory, device or driver fail. They
 * have no types, so their texts decide. Sources: torch 2.5 c10/cuda/CUDACachingAllocator.cpp and
 * c10/core/impl/alloc_cpu.cpp, ATen/native/cudnn/Conv_v8.cpp, cuda_runtime_api.h (cudaError_t) of
 * CUDA 12.4, cublas_api.h and cudnn_graph.h.
 */
enum NativeFailure {
  GPU_MEMORY(
      FailureClass.APPLICATION,
      "The GPU is out of memory",
      "Lower train.microBatchSize or generate.batchSize, set train.gradientCheckpointing or train.lora, or take a GPU with more memory.",
      "CUDA out of memory",
      "CUDA error: out of memory",
      "CUBLAS_STATUS_ALLOC_FAILED",
      // What cublasCreate answers where nothing is left for its workspace.
      "CUBLAS_STATUS_NOT_INITIALIZED",
      "CUDNN_STATUS_ALLOC_FAILED",
      "CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
      // Every plan needed more workspace than there was.
      "was unable to find an engine to execute this computation"),
  HOST_MEMORY(
      FailureClass.APPLICATION,
      "The container is out of memory",
      "Raise the stage's limit of memory, or lower train.microBatchSize or generate.batchSize.",
      "can't allocate memory",
      "CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED"),
  UNSUPPORTED_GPU(
      FailureClass.CONFIGURATION,
      "This image has no code for the node's GPU",
      "Choose another GPU by pod.nodeSelector.",
      "no kernel image is available",
      "the provided PTX was compiled with an unsupported toolchain",
      "device kernel image is invalid"),
  OLD_DRIVER(
      FailureClass.CONFIGURATION,
      "The node's NVIDIA driver is too old for this image",
      "Update it to one of CUDA 12.4 or later, or choose other nodes by pod.nodeSelector.",
      "driver version is insufficient",
      "forward compatibility was attempted on non supported HW"),
  NO_GPU(
      FailureClass.CONFIGURATION,
      "The pod has no GPU",
      "Give the stage a limit of nvidia.com/gpu, and see that the node runs NVIDIA's device plugin.",
      "no CUDA-capable device is detected",
      "No CUDA GPUs are available"),
  NOT_DETERMINISTIC(
      FailureClass.CONFIGURATION,
      "An operation has no deterministic algorithm",
      "Set train.deterministic to false; where cuBLAS is named, set CUBLAS_WORKSPACE_CONFIG to :4096:8.",
      "does not have a deterministic implementation",
      "this operation is not deterministic because it uses CuBLAS"),
  BROKEN_GPU(
      FailureClass.INFRASTRUCTURE,
      "The GPU or its driver failed",
      "If the same node fails again, drain it and look at its kernel log for Xid messages.",
      "uncorrectable ECC error",
      "uncorrectable NVLink error",
      "Invalid access of peer GPU memory over nvlink",
      "illegal memory access",
      "unspecified launch failure",
      "misaligned address",
      "illegal instruction",
      "hardware stack error",
      "devices are busy or unavailable",
      "device(s) is/are busy or unavailable",
      "system not yet initialized",
      "the launch timed out",
      "driver shutting down",
      "device not ready",
      "CUDA error: unknown error",
      "CUBLAS_STATUS_EXECUTION_FAILED",
      "CUBLAS_STATUS_INTERNAL_ERROR",
      "CUDNN_STATUS_EXECUTION_FAILED",
      "CUDNN_STATUS_INTERNAL_ERROR");

  private static final int EXCERPT_CHARS = 300;

  private final FailureClass failureClass;
  private final String what;
  private final String whatToDo;

  @SuppressWarnings("ImmutableEnumChecker") // a List.of
  private final List<String> texts;

  NativeFailure(FailureClass failureClass, String what, String whatToDo, String... texts) {
    this.failureClass = failureClass;
    this.what = what;
    this.whatToDo = whatToDo;
    this.texts = List.of(texts);
  }

  /** The failure that an exception or one of its causes tells of. */
  static Optional<NativeFailure> of(Throwable thrown) {
    return causes(thrown)
        .flatMap(
            cause ->
                cause instanceof OutOfMemoryError
                    ? Stream.of(HOST_MEMORY)
                    : Stream.of(values()).filter(failure -> failure.isToldIn(cause)))
        .findFirst();
  }

  private boolean isToldIn(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return texts.stream().anyMatch(message::contains);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
  }

  FailureClass failureClass() {
    return failureClass;
  }

  /** What happened, what the library says of it, and what to do. */
  String sentence(Throwable thrown) {
    String message =
        causes(thrown)
            .filter(cause -> cause instanceof OutOfMemoryError || isToldIn(cause))
            .findFirst()
            .map(Throwable::getMessage)
            .orElse("");
    return "%s: %s. %s"
        .formatted(what, Excerpt.of(TellingLine.of(message), EXCERPT_CHARS), whatToDo);
  }
}
