package dev.spinrun.runstore.open;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.ObjectStoreContract;
import dev.spinrun.runstore.object.StoreUri;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
  @TempDir Path folder;

  @Override
  protected ObjectStore open() {
    return new FileObjectStore(StoreUri.parse("file://" + folder.resolve("store")));
  }

  @Test
  void aKeyCannotLeaveTheFolder() {
    assertThatThrownBy(() -> open().write("../outside", new byte[0]))
        .hasMessageContaining("lies outside");
  }
}
