package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.fake.S3Server;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.StoreException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a store over a socket that can forget what a condition is. */
class ConditionalWritesTest {
  private final S3Server server = new S3Server();
  private final SharedStores shared = new SharedStores();

  @AfterEach
  void stop() {
    server.close();
  }

  private int ensure(String uri) {
    Credentials credentials = new Credentials("access", "secret", null);
    try (OpenStore open =
        shared.open(StoreSettings.brief(server.endpoint(), "eu-central-1", credentials), uri)) {
      CountedStore counted = new CountedStore(open.store(), Clock.systemUTC());
      open.writes().ensure(counted);
      return counted.takeCalls();
    }
  }

  private long puts() {
    return server.requests().stream().filter(r -> r.startsWith("PUT")).count();
  }

  @Test
  void aStoreIsAskedForProofOnceHoweverOftenItIsOpened() {
    assertThat(ensure("s3://bucket/runs")).isEqualTo(2);
    assertThat(ensure("s3://bucket/runs")).isZero();
    assertThat(puts()).isEqualTo(2);
    assertThat(ensure("s3://bucket/others")).isEqualTo(2);
    assertThat(server.objects())
        .containsOnlyKeys("runs/probe/conditional-write", "others/probe/conditional-write");
  }

  @Test
  void aStoreThatIgnoresConditionsIsToldAndAskedAgain() {
    server.ignoreConditions();
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() -> ensure("s3://bucket/runs"))
          .hasMessageContaining("s3://bucket/runs/probe/conditional-write")
          .hasMessageContaining("ignores If-None-Match, and promotions would not be safe")
          .returns(StoreFailure.NO_CONDITIONAL_WRITES, e -> ((StoreException) e).kind());
    }
  }
}
