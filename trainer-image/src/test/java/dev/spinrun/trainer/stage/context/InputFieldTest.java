package dev.spinrun.trainer.stage.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.settings.ScorerName;
import dev.spinrun.contract.settings.ScorerRef;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import dev.spinrun.trainer.stage.FailureTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFieldTest {
  private static final InputField SCORER =
      InputField.scorer(new ScorerRef(ScorerName.PICK_SCORE, "s3://models/pick"));

  @ParameterizedTest(name = "{0} stays of class {1}")
  @CsvSource({
    "NOT_FOUND, DATA",
    "NO_SUCH_BUCKET, CONFIGURATION",
    "ACCESS_DENIED, CONFIGURATION",
    "UNREACHABLE, INFRASTRUCTURE"
  })
  void aFailureOfTheStoreNamesTheFieldAndKeepsItsClass(
      StoreFailure kind, FailureClass failureClass) {
    Throwable thrown =
        catchThrowable(
            () ->
                SCORER.accessed(
                    () -> {
                      throw new StoreException(kind, "Cannot read s3://models/pick: no.");
                    }));

    assertThat(FailureTable.lastWord(thrown).failureClass()).isEqualTo(failureClass);
    assertThat(thrown)
        .hasMessageStartingWith(
            "spec.evaluate.scorers[PickScore].uri: Cannot read s3://models/pick: no.");
  }

  @Test
  void whatCannotBeEditedIsNotToBeCorrected() {
    assertThat(InputField.MODEL.problem("s3://m has no files."))
        .hasMessage(
            "spec.model.uri: s3://m has no files. Put the right files there and set the annotation spinrun.dev/retry, or create a new SpinRun with another spec.model.uri.");
    assertThat(SCORER.problem("s3://m has no files."))
        .hasMessage(
            "spec.evaluate.scorers[PickScore].uri: s3://m has no files. Put the right files there or correct spec.evaluate.scorers[PickScore].uri, then set the annotation spinrun.dev/retry.");
  }

  @Test
  void aUriThatIsNoneIsAConfiguration() {
    try (ObjectStores stores = new ObjectStores(StoreSettings.brief(null, null, null))) {
      assertThatThrownBy(() -> InputField.DATA.source(stores, "ftp://x"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(
              "spec.data.uri: 'ftp://x' is no store: use s3://<bucket>/<prefix> or file:///<folder>. ");
    }
  }
}
