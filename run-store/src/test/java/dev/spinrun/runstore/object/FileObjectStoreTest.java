package dev.spinrun.runstore.object;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
  @TempDir Path folder;

  @Override
  ObjectStore open() {
    return new FileObjectStore(StoreUri.parse("file://" + folder.resolve("store")));
  }

  @Test
  void aKeyCannotLeaveTheFolder() {
    assertThatThrownBy(() -> open().write("../outside", new byte[0]))
        .hasMessageContaining("lies outside");
  }
}
