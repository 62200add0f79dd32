package dev.spinrun.runstore.object;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How stores are reached.
 *
 * @param endpoint URL of the S3 server; absent for AWS
 * @param region of the buckets; absent for the server's default
 * @param credentials absent to use the identity that the platform gives the process
 * @param connectTimeout until a connection stands
 * @param readTimeout without any byte received or sent
 * @param retryTimeout from the first failure of a call to the last try of it
 * @param attempts tries of a call, the first included
 */
public record StoreSettings(
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable Credentials credentials,
    Duration connectTimeout,
    Duration readTimeout,
    Duration retryTimeout,
    int attempts) {

  /** The settings for a pod that works for hours: patient. */
  public static StoreSettings patient(
      @Nullable String endpoint, @Nullable String region, @Nullable Credentials credentials) {
    return new StoreSettings(
        endpoint,
        region,
        credentials,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(3),
        8);
  }

  /** The settings for a controller that asks again anyway: brief. */
  public static StoreSettings brief(
      @Nullable String endpoint, @Nullable String region, @Nullable Credentials credentials) {
    return new StoreSettings(
        endpoint,
        region,
        credentials,
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        2);
  }
}
