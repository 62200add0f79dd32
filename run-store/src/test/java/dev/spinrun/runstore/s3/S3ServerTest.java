package dev.spinrun.runstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.credentials.CredentialsFolder;
import dev.spinrun.runstore.credentials.CredentialsSource;
import dev.spinrun.runstore.fake.S3Server;
import dev.spinrun.runstore.network.Patience;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a socket, with a store whose keys and moods change. */
class S3ServerTest {
  private static final String OLD = "access";
  private static final Credentials GIVEN = new Credentials(OLD, "secret", null);

  private final S3Server server = new S3Server();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  private ObjectStore store(CredentialsSource credentials, Duration wait) {
    Duration second = Duration.ofSeconds(1);
    StoreSettings settings =
        StoreSettings.brief(server.endpoint(), "eu-central-1", credentials)
            .withPatience(
                new Patience(
                    second, second, second, second, 1, wait, second.multipliedBy(60), 2000));
    return new ObjectStores(settings).at("s3://bucket/runs");
  }

  private static StoreFailure kind(Throwable thrown) {
    return ((StoreException) thrown).kind();
  }

  @Test
  void aSecretThatIsSwappedByTheKubeletIsReadForTheNextRequest() throws Exception {
    swap("1", OLD);
    ObjectStore store = store(new CredentialsFolder(folder), Duration.ofSeconds(20));
    store.write("x", "first".getBytes(UTF_8));
    server.accept("new", "ExpiredToken");
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> store.write("x", "second".getBytes(UTF_8)));
    Thread.sleep(300);

    swap("2", "new");

    assertThat(second).succeedsWithin(Duration.ofSeconds(15));
    assertThat(store.read("x", 100)).asString().isEqualTo("second");
  }

  /** As the kubelet does: a folder with a name of its own, and a link that is moved. */
  private void swap(String version, String accessKey) throws Exception {
    Path data = Files.createDirectory(folder.resolve("..2026_" + version));
    Files.writeString(data.resolve(Credentials.ACCESS_KEY_ID), accessKey + "\n");
    Files.writeString(data.resolve(Credentials.SECRET_ACCESS_KEY), "secret");
    Path link = Files.createSymbolicLink(folder.resolve("..tmp"), data.getFileName());
    Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void aKeyThatStaysInvalidIsToldWithWhatToDo() throws Exception {
    swap("1", OLD);
    server.accept("new", "ExpiredToken");
    ObjectStore store = store(new CredentialsFolder(folder), Duration.ofMillis(300));

    assertThatThrownBy(() -> store.write("x", new byte[1]))
        .hasMessageContaining("rejects the credentials (HTTP 403 ExpiredToken)")
        .hasMessageContaining("Put a valid key into the credentials Secret")
        .returns(StoreFailure.CREDENTIALS_REJECTED, S3ServerTest::kind);
  }

  @Test
  void aFolderWithoutKeysIsNamed() {
    ObjectStore store = store(new CredentialsFolder(folder), Duration.ZERO);

    assertThatThrownBy(store::check)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
        .returns(StoreFailure.CREDENTIALS_REJECTED, S3ServerTest::kind);
  }

  @Test
  void aSourceIsTheFolderElseTheEnvironmentElseThePlatform() {
    Map<String, String> environment =
        Map.of(Credentials.ACCESS_KEY_ID, "id", Credentials.SECRET_ACCESS_KEY, "secret");

    assertThat(CredentialsSource.of(folder, environment)).contains(new CredentialsFolder(folder));
    assertThat(CredentialsSource.of(null, environment))
        .contains(new Credentials("id", "secret", null));
    assertThat(CredentialsSource.of(null, Map.of())).isEmpty();
  }

  /** What Amazon does: HEAD has no body, and GET says why. */
  @Test
  void aRefusalWithoutAReasonIsAskedForOne() {
    server.mute("HEAD");
    ObjectStore store = store(GIVEN, Duration.ZERO);
    assertThatThrownBy(store::check).returns(StoreFailure.ACCESS_DENIED, S3ServerTest::kind);
    assertThat(store.head("x")).isEmpty();

    server.accept("new", "ExpiredToken");

    assertThatThrownBy(store::check).returns(StoreFailure.CREDENTIALS_REJECTED, S3ServerTest::kind);
    assertThatThrownBy(() -> store.head("x"))
        .returns(StoreFailure.CREDENTIALS_REJECTED, S3ServerTest::kind);
  }

  @Test
  void ofTwoConditionalWritesTheFirstCountsUnlessTheStoreKnowsNone() {
    ObjectStore store = store(GIVEN, Duration.ZERO);
    assertThat(store.create("x", "a".getBytes(UTF_8))).isTrue();
    assertThat(store.create("x", "b".getBytes(UTF_8))).isFalse();
    server.ignoreConditions();
    assertThat(store.create("x", "b".getBytes(UTF_8))).isTrue();
  }

  @Test
  void aFolderOfAnySizeIsDeletedPageByPage() {
    for (int object = 0; object < 2500; object++) {
      server.objects().put("runs/a/" + object, new byte[1]);
    }
    server.objects().put("runs/b", new byte[1]);
    ObjectStore store = store(GIVEN, Duration.ZERO);
    assertThatThrownBy(() -> store.list("a/")).hasMessageContaining("more than 2000 objects");

    assertThat(store.deleteFolder("a")).isEqualTo(2500);

    assertThat(server.objects()).containsOnlyKeys("runs/b");
  }

  @Test
  void aLinkLocalAddressIsNeverAsked() {
    for (String address : new String[] {"169.254.169.254", "[fe80::1]"}) {
      StoreSettings settings = StoreSettings.brief("http://" + address, "us-east-1", GIVEN);
      assertThatThrownBy(() -> new ObjectStores(settings).at("s3://bucket").check())
          .hasMessageContaining("link-local")
          .returns(StoreFailure.REFUSED, S3ServerTest::kind);
    }
  }

  @Test
  void anEndpointThatIsNoUrlIsNamed() {
    StoreSettings settings = StoreSettings.brief("http://a b/", "us-east-1", GIVEN);
    assertThatThrownBy(() -> new ObjectStores(settings).at("s3://bucket").check())
        .hasMessageContaining("'http://a b/' is no URL of an S3 server");
  }
}
