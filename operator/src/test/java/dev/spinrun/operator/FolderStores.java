package dev.spinrun.operator;

import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.store.OpenStore;
import dev.spinrun.operator.store.StoreOpener;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder in place of S3, for all runs. */
@Singleton
public class FolderStores implements StoreOpener {
  private final Path folder;

  FolderStores() {
    try {
      folder = Files.createTempDirectory("stores");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectStore store() {
    return new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder);
  }

  @Override
  public OpenStore open(StoreQuestion question) {
    return new OpenStore(store(), () -> {});
  }
}
