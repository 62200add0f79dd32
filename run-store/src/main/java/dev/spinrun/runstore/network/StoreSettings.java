package dev.spinrun.runstore.network;

import dev.spinrun.runstore.credentials.CredentialsSource;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How stores are reached.
 *
 * @param endpoint URL of the S3 server; absent for AWS
 * @param region of the buckets; absent for the server's default
 * @param credentials absent to use the identity that the platform gives the process
 * @param network the way there
 * @param patience how long to wait
 */
@RecordBuilder
public record StoreSettings(
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable CredentialsSource credentials,
    NetworkSettings network,
    Patience patience)
    implements StoreSettingsBuilder.With {

  /** The settings for a pod that works for hours: patient. */
  public static StoreSettings patient(
      @Nullable String endpoint, @Nullable String region, @Nullable CredentialsSource credentials) {
    return new StoreSettings(
        endpoint, region, credentials, NetworkSettings.DIRECT, Patience.OF_A_POD);
  }

  /** The settings for a controller that asks again anyway: brief. */
  public static StoreSettings brief(
      @Nullable String endpoint, @Nullable String region, @Nullable CredentialsSource credentials) {
    return new StoreSettings(
        endpoint, region, credentials, NetworkSettings.DIRECT, Patience.OF_A_CONTROLLER);
  }

  /** Whether a rejection of the credentials may be waited out. */
  boolean credentialsMayChange() {
    return credentials != null && credentials.mayChange();
  }
}
