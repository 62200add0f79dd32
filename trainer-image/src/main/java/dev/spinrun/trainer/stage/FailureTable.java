package dev.spinrun.trainer.stage;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.OtherPlanException;
import dev.spinrun.trainer.stage.context.StoppedException;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.text.MalformedTokenizerException;
import dev.spinrun.trainer.train.UnequalWorkersException;
import dev.spinrun.trainer.train.gradient.DivergenceException;
import dev.spinrun.trainer.workers.WorkerFailureException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table from what a stage throws to the class of its failure, and so to exit code and retry
 * rule.
 */
public final class FailureTable {
  private FailureTable() {}

  /** The last word on this failure. */
  public static LastWord lastWord(Throwable thrown) {
    if (thrown instanceof StoppedException) {
      return word(FailureClass.STOPPED, thrown, null);
    }
    if (thrown instanceof InputException
        || thrown instanceof MalformedDocumentException
        || thrown instanceof InvalidDataException
        || thrown instanceof UnusableModelException
        || thrown instanceof MalformedTokenizerException
        || thrown instanceof MalformedTensorFileException) {
      return word(FailureClass.DATA, thrown, null);
    }
    if (thrown instanceof DivergenceException divergence) {
      return word(FailureClass.DIVERGENCE, thrown, (long) divergence.step());
    }
    if (thrown instanceof OtherPlanException
        || thrown instanceof WorkerFailureException
        || thrown instanceof UnequalWorkersException) {
      return word(FailureClass.INFRASTRUCTURE, thrown, null);
    }
    if (thrown instanceof StoreException store) {
      return word(store.kind().failureClass(), thrown, null);
    }
    if (thrown instanceof ConfigurationException) {
      return word(FailureClass.CONFIGURATION, thrown, null);
    }
    Optional<NativeFailure> told = NativeFailure.of(thrown);
    if (told.isPresent()) {
      return new LastWord(told.get().failureClass(), told.get().sentence(thrown), null);
    }
    return new LastWord(
        FailureClass.APPLICATION,
        "%s: %s. See the log of this pod."
            .formatted(
                thrown.getClass().getSimpleName(),
                TellingLine.of(String.valueOf(thrown.getMessage()))),
        null);
  }

  private static LastWord word(FailureClass failureClass, Throwable thrown, @Nullable Long step) {
    return new LastWord(failureClass, String.valueOf(thrown.getMessage()), step);
  }
}
