package dev.spinrun.runstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.credentials.CredentialsFolder;
import dev.spinrun.runstore.credentials.CredentialsSource;
import dev.spinrun.runstore.network.Patience;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.ObjectStoreContract;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import io.minio.MakeBucketArgs;
import io.minio.errors.MinioException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What S3 stores must do beyond the common contract: say plainly why they cannot be used. */
abstract class S3Contract extends ObjectStoreContract {
  static final Credentials CREDENTIALS =
      new Credentials("spinrun-access", "spinrun-secret-key", null);
  static final String REGION = "eu-central-1";

  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          3,
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          10_000);

  /** URL of the running server. */
  abstract URI endpoint();

  @Override
  protected ObjectStore open() throws MinioException {
    String bucket = "contract-" + UUID.randomUUID();
    S3Connection connection = new S3Connection(settings(endpoint(), CREDENTIALS));
    connection.client().makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    connection.close();
    return at(bucket, settings(endpoint(), CREDENTIALS));
  }

  private static ObjectStore at(String bucket, StoreSettings settings) {
    return new ObjectStores(settings).at("s3://" + bucket + "/some/prefix");
  }

  static StoreSettings settings(URI endpoint, CredentialsSource credentials) {
    return StoreSettings.brief(endpoint.toString(), REGION, credentials).withPatience(PATIENCE);
  }

  @Test
  void aReachableBucketPassesTheCheck() throws MinioException {
    ObjectStore store = open();

    assertThatCode(store::check).doesNotThrowAnyException();
  }

  @Test
  void aMissingBucketIsNamed() {
    ObjectStore store = at("no-such-bucket", settings(endpoint(), CREDENTIALS));

    assertFails(StoreFailure.NO_SUCH_BUCKET, store::check, "no bucket 'no-such-bucket'");
    assertFails(StoreFailure.NO_SUCH_BUCKET, () -> store.write("x", new byte[1]), "no-such-bucket");
  }

  @Test
  void wrongCredentialsAreToldApartFromAMissingBucketAndNeverPrinted() throws MinioException {
    Credentials wrong = new Credentials("spinrun-access", "not-the-secret", null);
    ObjectStore store =
        at(Objects.requireNonNull(open().root().bucket()), settings(endpoint(), wrong));

    assertFails(
            StoreFailure.CREDENTIALS_REJECTED,
            () -> store.write("x", new byte[1]),
            "rejects the credentials")
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .doesNotContain("not-the-secret");
    assertFails(StoreFailure.CREDENTIALS_REJECTED, store::check, "rejects the credentials");
  }

  @Test
  void anUnknownAccessKeyIsRejected() throws MinioException {
    Credentials unknown = new Credentials("nobody-we-know", "not-the-secret", null);
    ObjectStore store =
        at(Objects.requireNonNull(open().root().bucket()), settings(endpoint(), unknown));

    assertFails(
        StoreFailure.CREDENTIALS_REJECTED,
        () -> store.write("x", new byte[1]),
        "rejects the credentials");
  }

  @Test
  void aKeyThatIsReplacedInItsFolderCountsWithTheNextTry(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(Credentials.ACCESS_KEY_ID), CREDENTIALS.accessKeyId());
    Files.writeString(folder.resolve(Credentials.SECRET_ACCESS_KEY), "not-the-secret");
    ObjectStore store =
        at(
            Objects.requireNonNull(open().root().bucket()),
            settings(endpoint(), new CredentialsFolder(folder)));
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(() -> store.write("x", new byte[1]));
    Thread.sleep(500);
    Files.writeString(folder.resolve(Credentials.SECRET_ACCESS_KEY), CREDENTIALS.secretAccessKey());

    assertThat(written).succeedsWithin(Duration.ofSeconds(25));
  }

  @Test
  void anEndpointWithoutAServerIsUnreachable() {
    ObjectStore store = at("some-bucket", settings(URI.create("http://127.0.0.1:1"), CREDENTIALS));

    assertFails(
        StoreFailure.UNREACHABLE, store::check, "http://127.0.0.1:1: the connection is refused");
  }

  private static AbstractObjectAssert<?, StoreException> assertFails(
      StoreFailure kind, ThrowingCallable call, String message) {
    return assertThatThrownBy(call)
        .hasMessageContaining(message)
        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
        .returns(kind, StoreException::kind);
  }
}
