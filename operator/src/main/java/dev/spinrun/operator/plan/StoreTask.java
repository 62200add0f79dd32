package dev.spinrun.operator.plan;

import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.layout.RunLayout;
import dev.spinrun.runstore.record.OpponentRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One effect on a store. */
public sealed interface StoreTask {
  /** The key that it writes: of two tasks for one key, the second is the first again. */
  String key();

  /** Writes a document unless there is one: what stands there first stays. */
  record Create(String key, String document) implements StoreTask {
    static Create of(String key, Object document) {
      return new Create(key, text(document));
    }
  }

  /** Writes a document over what is there. */
  record Write(String key, String document) implements StoreTask {
    static Write of(String key, Object document) {
      return new Write(key, text(document));
    }
  }

  /**
   * Checks every file of a candidate against its manifest, then creates the record.
   *
   * @param key of the record
   */
  record Promote(String key, OpponentRecord opponent) implements StoreTask {}

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
  }

  /**
   * Deletes a folder and everything in it.
   *
   * @param key of the folder
   */
  record DeleteFolder(String key) implements StoreTask {}

  private static String text(Object document) {
    return new String(Documents.write(document), StandardCharsets.UTF_8);
  }
}
