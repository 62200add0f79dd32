package dev.spinrun.operator.plan.decision;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.record.OpponentRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One effect on a store. */
public sealed interface StoreTask {
  /**
   * Has the performer carry it out.
   *
   * @return what is wrong with the candidate, if it could not be verified
   */
  Optional<String> by(Performer performer);

  /** Carries tasks out. */
  interface Performer {
    /** Writes the document unless there is one. */
    Optional<String> create(Create task);

    /** Writes the document. */
    Optional<String> write(Write task);

    /** Verifies the candidate and creates the record. */
    Optional<String> promote(Promote task);

    /** Deletes what is no longer needed. */
    Optional<String> tidy(Tidy task);

    /** Deletes the folder. */
    Optional<String> deleteFolder(DeleteFolder task);
  }

  /** The key that it writes: of two tasks for one key, the second is the first again. */
  String key();

  /** Writes a document unless there is one: what stands there first stays. */
  record Create(String key, String document) implements StoreTask {
    public static Create of(String key, Object document) {
      return new Create(key, text(document));
    }

    @Override
    public Optional<String> by(Performer performer) {
      return performer.create(this);
    }
  }

  /** Writes a document over what is there. */
  record Write(String key, String document) implements StoreTask {
    public static Write of(String key, Object document) {
      return new Write(key, text(document));
    }

    @Override
    public Optional<String> by(Performer performer) {
      return performer.write(this);
    }
  }

  /**
   * Checks every file of a candidate against its manifest, then creates the record.
   *
   * @param key of the record
   */
  record Promote(String key, OpponentRecord opponent) implements StoreTask {
    @Override
    public Optional<String> by(Performer performer) {
      return performer.promote(this);
    }
  }

  /**
   * Deletes what an iteration that is over no longer needs. What cannot be deleted is left: a
   * promotion does not wait for it.
   *
   * @param checkpoints how many training checkpoints are kept, the newest ones
   * @param folders that go altogether
   */
  record Tidy(RunLayout layout, int iteration, int checkpoints, List<String> folders)
      implements StoreTask {
    @Override
    public String key() {
      return layout.trainings(iteration);
    }

    @Override
    public Optional<String> by(Performer performer) {
      return performer.tidy(this);
    }
  }

  /**
   * Deletes a folder and everything in it.
   *
   * @param key of the folder
   */
  record DeleteFolder(String key) implements StoreTask {
    @Override
    public Optional<String> by(Performer performer) {
      return performer.deleteFolder(this);
    }
  }

  private static String text(Object document) {
    return new String(Documents.write(document), StandardCharsets.UTF_8);
  }
}
