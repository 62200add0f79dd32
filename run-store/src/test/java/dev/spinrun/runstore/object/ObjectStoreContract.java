package dev.spinrun.runstore.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.artefact.Artefacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, whatever lies behind it. */
public abstract class ObjectStoreContract {
  private static final int WRITERS = 8;

  @TempDir Path local;
  private ObjectStore store;

  /** An empty store. */
  protected abstract ObjectStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @Test
  void whatIsWrittenIsRead() {
    store.write("a/b.json", "one".getBytes(UTF_8));
    store.write("a/b.json", "two".getBytes(UTF_8));

    assertThat(store.read("a/b.json", 100)).asString(UTF_8).isEqualTo("two");
  }

  @Test
  void deletingAFolderTakesAllOfItAndNothingBesideIt() {
    for (String key : List.of("run/1/a", "run/1/b/c", "run/10/a", "run/1.json")) {
      store.write(key, "x".getBytes(UTF_8));
    }

    assertThat(store.deleteFolder("run/1")).isEqualTo(2);
    assertThat(store.list(""))
        .extracting(ObjectInfo::key)
        .containsExactly("run/1.json", "run/10/a");
    assertThat(store.deleteFolder("run/1")).isZero();
  }

  @Test
  void anEmptyObjectIsAnObject() {
    store.write("empty", new byte[0]);

    assertThat(store.read("empty", 10)).isEmpty();
    assertThat(store.head("empty")).get().returns(0L, ObjectInfo::size);
  }

  @Test
  void aMissingObjectIsNamedInTheError() {
    assertThatThrownBy(() -> store.read("no/such.json", 10))
        .hasMessageContaining(store.root() + "/no/such.json")
        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
        .returns(StoreFailure.NOT_FOUND, StoreException::kind);
    assertThat(store.head("no/such.json")).isEmpty();
  }

  @Test
  void anObjectLargerThanExpectedIsRefused() {
    store.write("large", new byte[11]);

    assertThatThrownBy(() -> store.read("large", 10))
        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
        .returns(StoreFailure.TOO_LARGE, StoreException::kind);
  }

  @Test
  void aRangeEndsWhereTheObjectEnds() {
    store.write("digits", "0123456789".getBytes(UTF_8));

    assertThat(store.readRange("digits", 3, 4)).asString(UTF_8).isEqualTo("3456");
    assertThat(store.readRange("digits", 8, 100)).asString(UTF_8).isEqualTo("89");
    assertThat(store.readRange("digits", 0, 2)).asString(UTF_8).isEqualTo("01");
  }

  @Test
  void onlyTheFirstOfTwoContentsIsCreated() {
    assertThat(store.create("once", "first".getBytes(UTF_8))).isTrue();
    for (String other : List.of("2nd", "other", "second", "")) {
      assertThat(store.create("once", other.getBytes(UTF_8))).as(other).isFalse();
    }

    assertThat(store.read("once", 100)).asString(UTF_8).isEqualTo("first");
  }

  @Test
  void creatingTheSameContentAgainSucceedsSinceTheFirstReplyMayBeLost() {
    store.create("once", "same".getBytes(UTF_8));

    assertThat(store.create("once", "same".getBytes(UTF_8))).isTrue();
  }

  @Test
  void ofManyWritersExactlyOneCreates() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < 5; round++) {
        String key = "race-" + round;
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        List<Callable<Boolean>> writers =
            java.util.stream.IntStream.range(0, WRITERS)
                .<Callable<Boolean>>mapToObj(
                    i ->
                        () -> {
                          together.await();
                          return store.create(key, ("writer " + i).getBytes(UTF_8));
                        })
                .toList();
        int winners = 0;
        for (Future<Boolean> won : pool.invokeAll(writers)) {
          winners += won.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aLargeFileComesBackWithItsDigest() throws IOException {
    byte[] content = new byte[(64 << 20) + 17];
    new Random(1).nextBytes(content);
    Path file = Files.write(local.resolve("large"), content);

    ObjectInfo stored = store.upload("weights/large", file);
    String sha256 = store.download("weights/large", local.resolve("copy"));

    assertThat(stored.size()).isEqualTo(content.length);
    assertThat(sha256).isEqualTo(Sha256.of(content));
    assertThat(local.resolve("copy")).hasBinaryContent(content);
    assertThat(store.head("weights/large")).contains(stored);
  }

  @Test
  void theChecksumTellsContentsOfTheSameSizeApart() {
    store.write("x", "abc".getBytes(UTF_8));
    String before = store.head("x").orElseThrow().checksum();
    store.write("x", "abd".getBytes(UTF_8));

    assertThat(store.head("x").orElseThrow().checksum()).isNotEqualTo(before);
  }

  @Test
  void aListHasEveryObjectBelowThePrefix() {
    store.write("data/a b+c%.png", new byte[1]);
    store.write("data/deep/z.png", new byte[2]);
    store.write("other", new byte[3]);

    assertThat(store.list("data/"))
        .extracting(ObjectInfo::key)
        .containsExactly("data/a b+c%.png", "data/deep/z.png");
    assertThat(store.list("")).extracting(ObjectInfo::size).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aDeletedObjectIsGoneAndDeletingItAgainIsNoError() {
    store.write("x", new byte[1]);
    store.delete("x");
    store.delete("x");

    assertThat(store.head("x")).isEmpty();
  }

  @Test
  void anArtefactCountsOnlyOnceItsManifestIsThere() throws IOException {
    Artefacts artefacts = new Artefacts(store);
    Manifest manifest = uploadUnet(artefacts);
    assertThat(artefacts.manifest("candidate/1")).isEmpty();

    String digest = artefacts.commit("candidate/1", manifest);
    artefacts.download(
        "candidate/1", artefacts.require("candidate/1", digest), local.resolve("back"));

    assertThat(local.resolve("back/unet/weights.bin")).hasContent("weights");
    assertThat(artefacts.differences("candidate/1", manifest)).isEmpty();
  }

  @Test
  void aManifestOfANewerVersionIsKnownByItsBytes() throws IOException {
    Artefacts artefacts = new Artefacts(store);
    Manifest manifest = uploadUnet(artefacts);
    byte[] newer =
        new String(Documents.write(manifest), UTF_8)
            .replaceFirst("\\{", "{\"signature\" : \"of a version to come\",")
            .getBytes(UTF_8);
    store.write("candidate/1/manifest.json", newer);

    assertThat(artefacts.require("candidate/1", Sha256.of(newer))).isEqualTo(manifest);
  }

  @Test
  void aFileChangedBehindItsManifestIsFoundByHeadAndByDownload() throws IOException {
    Artefacts artefacts = new Artefacts(store);
    Manifest manifest = uploadUnet(artefacts);
    store.write("candidate/1/unet/weights.bin", "weighty".getBytes(UTF_8));
    FileEntry entry = manifest.file("unet/weights.bin").orElseThrow();

    assertThat(artefacts.differences("candidate/1", manifest))
        .singleElement()
        .asString()
        .contains("unet/weights.bin has checksum");
    assertThatThrownBy(() -> artefacts.download("candidate/1", entry, local.resolve("bad")))
        .hasMessageContaining("its manifest says")
        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
        .returns(StoreFailure.CORRUPT, StoreException::kind);
  }

  @Test
  void aFileCutShortOrMissingIsFoundByHead() throws IOException {
    Artefacts artefacts = new Artefacts(store);
    Manifest manifest = uploadUnet(artefacts);
    store.write("candidate/1/unet/weights.bin", "wei".getBytes(UTF_8));
    assertThat(artefacts.differences("candidate/1", manifest))
        .singleElement()
        .asString()
        .contains("3 bytes");

    store.delete("candidate/1/unet/weights.bin");
    assertThat(artefacts.differences("candidate/1", manifest))
        .singleElement()
        .asString()
        .contains("is missing");
  }

  private Manifest uploadUnet(Artefacts artefacts) throws IOException {
    Path folder = Files.createDirectories(local.resolve("out/unet"));
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("weights.bin"), "weights");
    List<FileEntry> files = artefacts.upload("candidate/1", local.resolve("out"));
    assertThat(files)
        .extracting(FileEntry::path)
        .containsExactly("unet/config.json", "unet/weights.bin");
    return Manifest.of(
        Manifest.Kind.CANDIDATE, Sha256.of(new byte[0]), Map.of("step", "80"), files);
  }
}
