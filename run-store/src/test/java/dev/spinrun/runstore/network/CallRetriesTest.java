package dev.spinrun.runstore.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.credentials.CredentialsFolder;
import dev.spinrun.runstore.credentials.CredentialsSource;
import dev.spinrun.runstore.object.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallRetriesTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void aCallThatFailsOnceSucceedsInTheEnd() {
    String answer =
        retries(3, Duration.ofMinutes(1))
            .run(
                () -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new IOException("reset");
                  }
                  return "answer";
                },
                e -> new StoreException(StoreFailure.UNREACHABLE, "down"));

    assertThat(answer).isEqualTo("answer");
    assertThat(calls).hasValue(2);
  }

  @Test
  void aStoreThatStaysAwayIsAskedAsOftenAsAllowed() {
    assertThatThrownBy(() -> failing(StoreFailure.UNREACHABLE, retries(3, Duration.ofMinutes(1))))
        .hasMessage("no");
    assertThat(calls).hasValue(3);
  }

  @Test
  void aRefusalIsFinal() {
    assertThatThrownBy(() -> failing(StoreFailure.ACCESS_DENIED, retries(3, Duration.ofMinutes(1))))
        .hasMessage("no");
    assertThat(calls).hasValue(1);
  }

  @Test
  void noTryBeginsWhenTheTimeIsUp() {
    assertThatThrownBy(() -> failing(StoreFailure.UNREACHABLE, retries(3, Duration.ofMillis(1))))
        .hasMessage("no");
    assertThat(calls).hasValue(1);
  }

  private void failing(StoreFailure kind, CallRetries retries) {
    retries.run(
        () -> {
          calls.incrementAndGet();
          throw new IOException("reset");
        },
        e -> new StoreException(kind, "no"));
  }

  /** A new key in a Secret reaches a pod some minutes later. */
  @Test
  void credentialsThatMayChangeAreWaitedForAndOthersAreNot() {
    Patience patient = patience(1, Duration.ZERO, Duration.ofSeconds(1));
    CallRetries changing =
        new CallRetries(settings(new CredentialsFolder(Path.of("/none")), patient));
    CallRetries fixed = new CallRetries(settings(new Credentials("id", "secret", null), patient));

    assertThatThrownBy(() -> failing(StoreFailure.CREDENTIALS_REJECTED, fixed)).hasMessage("no");
    assertThat(calls).hasValue(1);
    assertThatThrownBy(() -> failing(StoreFailure.CREDENTIALS_REJECTED, changing)).hasMessage("no");
    assertThat(calls).hasValueGreaterThan(3);
  }

  private static CallRetries retries(int attempts, Duration budget) {
    return new CallRetries(settings(null, patience(attempts, budget, Duration.ZERO)));
  }

  private static StoreSettings settings(
      @Nullable CredentialsSource credentials, Patience patience) {
    return StoreSettings.brief(null, null, credentials).withPatience(patience);
  }

  private static Patience patience(int attempts, Duration budget, Duration credentials) {
    Duration second = Duration.ofSeconds(1);
    return new Patience(second, second, second, budget, attempts, credentials, second, 10);
  }
}
