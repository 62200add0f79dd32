package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountedStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void noCallIsMadeWhenTheTimeOfTheRoundIsUp(@TempDir Path folder) {
    CountedStore store =
        new CountedStore(
            new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder),
            Clock.fixed(NOW, ZoneOffset.UTC));
    store.until(NOW);
    assertThat(store.head("x")).isEmpty();
    store.until(NOW.minusMillis(1));
    assertThatThrownBy(() -> store.head("x"))
        .hasMessageContaining("a look takes longer than 5 minutes")
        .returns(true, e -> ((StoreException) e).isTransient());
    assertThat(store.takeCalls()).isEqualTo(1);
  }
}
