package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.OtherPlanException;
import dev.spinrun.trainer.stage.context.StoppedException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTableTest {
  @ParameterizedTest(name = "{0} is a failure of class {1}")
  @MethodSource("table")
  void theClassOfAFailure(Throwable thrown, FailureClass failureClass) {
    assertThat(FailureTable.lastWord(thrown).failureClass()).isEqualTo(failureClass);
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
