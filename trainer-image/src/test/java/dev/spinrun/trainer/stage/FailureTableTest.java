package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.OtherPlanException;
import dev.spinrun.trainer.stage.context.StoppedException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTableTest {
  @ParameterizedTest(name = "{0} is a failure of class {1}")
  @MethodSource("table")
  void theClassOfAFailure(Throwable thrown, FailureClass failureClass) {
    assertThat(FailureTable.lastWord(thrown).failureClass()).isEqualTo(failureClass);
  }

  /** The interpreter puts its trace in front of what happened. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "torch.zeros([1125899906842624])|The container is out of memory: [enforce fail at",
        "torch.reshape(x, [3])|shape '[3]' is invalid for input of size 2. See the log of this pod."
      })
  void whatFailsInsideOfAScriptIsToldByItsCause(String expression, String sentence) {
    try (Scope scope = Scope.open()) {
      Tensor x = scope.zeros(Shape.of(2));
      Script script =
          Script.compile(
              scope,
              List.of("def fail(self, x: Tensor) -> Tensor:\n  return " + expression + "\n"));

      assertThatThrownBy(() -> script.call("fail").tensor(x).one(scope))
          .satisfies(
              thrown ->
                  assertThat(FailureTable.lastWord(thrown).message())
                      .contains(sentence)
                      .doesNotContain("interpreter", ".."));
    }
  }

  /** Texts of torch 2.5, CUDA 12.4, cuBLAS and cuDNN, as DJL passes them on. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 23.65 GiB of which 1.12 GiB is free.|APPLICATION|The GPU is out of memory: CUDA out of memory. Tried to allocate 2.50 GiB",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`|APPLICATION|The GPU is out of memory",
        "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`|APPLICATION|The GPU is out of memory",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED|APPLICATION|The GPU is out of memory",
        "GET was unable to find an engine to execute this computation|APPLICATION|The GPU is out of memory",
        "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 274877906944 bytes.|APPLICATION|The container is out of memory",
        "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED|APPLICATION|The container is out of memory",
        "CUDA error: no kernel image is available for execution on the device|CONFIGURATION|no code for the node's GPU",
        "CUDA driver version is insufficient for CUDA runtime version|CONFIGURATION|driver is too old",
        "CUDA error: no CUDA-capable device is detected|CONFIGURATION|The pod has no GPU",
        "Deterministic behavior was enabled with either `torch.use_deterministic_algorithms(True)` or `at::Context::setDeterministicAlgorithms(true)`, but this operation is not deterministic because it uses CuBLAS and you have CUDA >= 10.2.|CONFIGURATION|set CUBLAS_WORKSPACE_CONFIG to :4096:8",
        "CUDA error: uncorrectable ECC error encountered|INFRASTRUCTURE|look at its kernel log",
        "CUDA error: an illegal memory access was encountered|INFRASTRUCTURE|The GPU or its driver failed",
        "CUDA error: CUDA-capable device(s) is/are busy or unavailable|INFRASTRUCTURE|The GPU or its driver failed",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED|INFRASTRUCTURE|The GPU or its driver failed",
        "CUDA error: unspecified launch failure|INFRASTRUCTURE|The GPU or its driver failed",
        "CUDA error: device-side assert triggered|APPLICATION|See the log of this pod"
      })
  void whatTheLibrariesOfAGpuSay(String text, FailureClass failureClass, String sentence) {
    String more = "\nCUDA kernel errors might be asynchronously reported at some other API call.";
    LastWord word = FailureTable.lastWord(new EngineException(text + more));

    assertThat(word.failureClass()).isEqualTo(failureClass);
    assertThat(word.message()).contains(sentence).doesNotContain("asynchronously", "..");
    assertThat(
            FailureTable.lastWord(new IllegalStateException("step 3", new EngineException(text)))
                .failureClass())
        .isEqualTo(failureClass);
  }

  private static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(new StoppedException("told"), FailureClass.STOPPED),
        Arguments.of(new InputException("bad"), FailureClass.DATA),
        Arguments.of(new MalformedDocumentException("no manifest"), FailureClass.DATA),
        Arguments.of(new ConfigurationException("no number"), FailureClass.CONFIGURATION),
        Arguments.of(new OtherPlanException("other"), FailureClass.INFRASTRUCTURE),
        Arguments.of(new StoreException(StoreFailure.NOT_FOUND, "gone"), FailureClass.DATA),
        Arguments.of(new StoreException(StoreFailure.CORRUPT, "cut"), FailureClass.DATA),
        Arguments.of(
            new StoreException(StoreFailure.ACCESS_DENIED, "no"), FailureClass.CONFIGURATION),
        Arguments.of(
            new StoreException(StoreFailure.CREDENTIALS_REJECTED, "old"),
            FailureClass.INFRASTRUCTURE),
        Arguments.of(
            new StoreException(StoreFailure.NO_SUCH_BUCKET, "no"), FailureClass.CONFIGURATION),
        Arguments.of(
            new StoreException(StoreFailure.UNREACHABLE, "down"), FailureClass.INFRASTRUCTURE),
        Arguments.of(new StoreException(StoreFailure.FULL, "full"), FailureClass.INFRASTRUCTURE),
        Arguments.of(new OutOfMemoryError("heap"), FailureClass.APPLICATION),
        Arguments.of(new IllegalStateException("bug"), FailureClass.APPLICATION));
  }
}
