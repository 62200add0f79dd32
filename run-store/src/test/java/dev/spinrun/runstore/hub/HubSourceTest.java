package dev.spinrun.runstore.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.runstore.network.Patience;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that speaks the hub's protocol. */
class HubSourceTest {
  private static final String CASTLES = "hf://datasets/acme/castles";

  private final byte[] picture = new byte[300_000];

  private final HubServer server =
      new HubServer()
          .small("README.md", "castles")
          .small("train/metadata.jsonl", "{}\n")
          .large("train/keep #1.png", picture);

  private final ObjectStores stores = stores(HubServer.TOKEN);

  @TempDir private Path folder;

  HubSourceTest() {
    new Random(1).nextBytes(picture);
  }

  private ObjectStores stores(String token) {
    StoreSettings settings =
        StoreSettings.brief(null, null, null)
            .withPatience(
                new Patience(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    4,
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    1000));
    return new ObjectStores(
        settings, HubSettings.from(Map.of("HF_ENDPOINT", server.endpoint(), "HF_TOKEN", token)));
  }

  @AfterEach
  void close() {
    stores.close();
    server.close();
  }

  @Test
  void aFolderIsListedWithKeysOfItsOwn() {
    assertThat(stores.source(CASTLES + "@main/train").list(""))
        .extracting(ObjectInfo::key)
        .containsExactly("keep #1.png", "metadata.jsonl");
    assertThat(stores.source(CASTLES).list("train/m"))
        .extracting(ObjectInfo::key, ObjectInfo::size)
        .containsExactly(tuple("train/metadata.jsonl", 3L));
  }

  @Test
  void partsOfAFileAreRead() {
    ObjectSource source = stores.source(CASTLES);

    assertThat(source.read("README.md", 100)).isEqualTo("castles".getBytes(UTF_8));
    assertThat(source.readRange("train/keep #1.png", 299_998, 10))
        .containsExactly(picture[299_998], picture[299_999]);
    assertThatThrownBy(() -> source.read("README.md", 3)).hasMessageContaining("larger than 3");
  }

  @Test
  void aDownloadGoesOnWhereConnectionsBreakAndNobodyElseSeesTheToken() throws IOException {
    server.breakAfter(120_000);
    Path target = folder.resolve("keep.png");

    String digest = stores.source(CASTLES).download("train/keep #1.png", target);

    assertThat(digest).isEqualTo(Sha256.of(picture));
    assertThat(Files.readAllBytes(target)).isEqualTo(picture);
    assertThat(server.tokensSeenByFiles()).isEmpty();
  }

  @Test
  void whatIsNotWhatTheHubPromisedIsRefused() {
    ObjectSource source = stores.source(CASTLES);
    source.list("");
    server.large("train/keep #1.png", new byte[picture.length]);

    assertThatThrownBy(() -> source.download("train/keep #1.png", folder.resolve("k")))
        .isInstanceOf(StoreException.class)
        .returns(StoreFailure.CORRUPT, e -> ((StoreException) e).kind());
  }

  @Test
  void aSmallFileThatIsNotWhatTheHubPromisedIsRefusedToo() {
    ObjectSource source = stores.source(CASTLES);
    source.list("");
    server.small("README.md", "caskets");

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> source.download("README.md", folder.resolve("r")),
            () -> source.read("README.md", 100))) {
      assertThatThrownBy(call)
          .isInstanceOf(StoreException.class)
          .returns(StoreFailure.CORRUPT, e -> ((StoreException) e).kind());
    }
  }

  @Test
  void noMoreIsWrittenThanTheHubHasAnnounced() {
    ObjectSource source = stores.source(CASTLES);
    source.list("");
    server.large("train/keep #1.png", new byte[30_000_000]);
    Path target = folder.resolve("k");

    assertThatThrownBy(() -> source.download("train/keep #1.png", target))
        .hasMessageContaining("longer than");
    assertThat(target.toFile().length()).isLessThanOrEqualTo(picture.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ATTACKER\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nATTACKER",
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"sha\": \"ATTACKER\"}  ",
        "HTTP/1.1 500 ATTACKER\r\nX-Error-Code: ATTACKER\r\nContent-Length: 8\r\n\r\nATTACKER",
        "HTTP/1.1 404 ATTACKER\r\nX-Error-Code: ATTACKER\r\nContent-Length: 8\r\n\r\nATTACKER"
      })
  void noWordOfAHubIsToldOn(String answer) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    try (Socket client = other.accept()) {
                      client.getInputStream().read();
                      client.getOutputStream().write(answer.getBytes(UTF_8));
                    }
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      thread.setDaemon(true);
      thread.start();
      HubSettings hub = new HubSettings("http://127.0.0.1:" + other.getLocalPort(), null);
      ObjectSource source =
          new ObjectStores(StoreSettings.brief(null, null, null), hub).source(CASTLES);

      assertThatThrownBy(() -> source.list(""))
          .isInstanceOf(StoreException.class)
          .hasMessageNotContaining("ATTACKER")
          .hasStackTraceContaining("Cannot look up")
          .extracting(HubSourceTest::trace)
          .asString()
          .doesNotContain("ATTACKER");
    }
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aTokenIsTakenFromTheFolderOfTheCredentials() throws IOException {
    Files.writeString(folder.resolve("HF_TOKEN"), "hf_of_a_file\n");

    assertThat(HubSettings.from(Map.of("HF_TOKEN", "hf_other")).in(folder).token())
        .isEqualTo("hf_of_a_file");
    assertThat(HubSettings.from(Map.of("HF_TOKEN", "hf_other")).in(null).token())
        .isEqualTo("hf_other");
  }

  @Test
  void anErrorOfTheServerIsTriedAgain() {
    server.failNext(2);

    assertThat(stores.source(CASTLES).list("")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "hf://datasets/acme/castles@v2, NOT_FOUND, there is no revision 'v2'",
    "hf://acme/castles, NO_SUCH_BUCKET, there is no such repository. Data sets are named as"
  })
  void whatIsNotThereIsSaid(String uri, StoreFailure kind, String sentence) {
    assertThatThrownBy(() -> stores.source(uri).list(""))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(sentence)
        .returns(kind, e -> ((StoreException) e).kind());
  }

  @Test
  void aWrongTokenIsDeniedAndNeverShown() {
    try (ObjectStores others = stores("hf_wrong")) {
      assertThatThrownBy(() -> others.source(CASTLES).list(""))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("access is denied")
          .hasMessageContaining("HF_TOKEN")
          .hasMessageNotContaining("hf_wrong")
          .returns(StoreFailure.ACCESS_DENIED, e -> ((StoreException) e).kind());
    }
    assertThat(HubSettings.from(Map.of("HF_TOKEN", "hf_wrong")).toString())
        .doesNotContain("hf_wrong");
  }

  @Test
  void namesOfRepositoriesAreParsed() {
    assertThat(HubUri.parse("hf://acme/sd-1.5@0123abc/unet/"))
        .isEqualTo(new HubUri(HubUri.Kind.MODELS, "acme/sd-1.5", "0123abc", "unet"))
        .hasToString("hf://acme/sd-1.5@0123abc/unet");
    assertThat(HubUri.parse("hf://datasets/acme/castles").revision()).isEqualTo("main");
    for (String bad : List.of("hf://acme", "hf://", "hf://a/b@", "hf://datasets/a")) {
      assertThatThrownBy(() -> HubUri.parse(bad)).as(bad).hasMessageContaining("hf://owner/name");
    }
  }
}
