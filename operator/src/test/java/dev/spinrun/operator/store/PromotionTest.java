package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionTest {
  private static final String CANDIDATE = "ml/castle/u/iterations/0001/candidate/1";
  private static final String RECORD = "ml/castle/u/opponents/0001.json";

  @TempDir Path folder;
  private ObjectStore store;
  private StoreTask.Promote promote;

  @BeforeEach
  void commitCandidate() throws IOException {
    store =
        new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder.resolve("s"));
    Path files = Files.createDirectories(folder.resolve("candidate/unet"));
    Files.writeString(files.resolve("weights.safetensors"), "weights");
    Files.writeString(folder.resolve("candidate/model_index.json"), "{}");
    Artefacts artefacts = new Artefacts(store);
    Manifest manifest =
        Manifest.of(
            Manifest.Kind.CANDIDATE,
            PLAN_DIGEST,
            Map.of(),
            artefacts.upload(CANDIDATE, folder.resolve("candidate")));
    promote = promotion(artefacts.commit(CANDIDATE, manifest));
  }

  private static final String PLAN_DIGEST = "sha256:" + "a".repeat(64);

  private static StoreTask.Promote promotion(String digest) {
    return new StoreTask.Promote(
        RECORD,
        new OpponentRecord(
            1,
            "u",
            1,
            1,
            CANDIDATE,
            digest,
            "evaluation",
            PLAN_DIGEST,
            null,
            Map.of(),
            Instant.parse("2026-01-01T00:00:00Z"),
            null,
            null,
            null,
            null,
            null));
  }

  @Test
  void aWholeCandidateIsRecorded() {
    assertThat(promote.by(new StoreTasks(store))).isEmpty();
    assertThat(recorded()).isEqualTo(promote.opponent());
  }

  /** The effects of a promotion are reads, then one conditional write: it dies before each. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aCrashBeforeAnyCallAndARepetitionGiveOneRecord(int lastCall) {
    DyingStore dying = new DyingStore(store, lastCall);
    try {
      promote.by(new StoreTasks(dying.asStore()));
    } catch (DyingStore.Death expected) {
      assertThat(dying.calls()).isEqualTo(lastCall);
    }
    assertThat(promote.by(new StoreTasks(store))).isEmpty();
    assertThat(promote.by(new StoreTasks(store))).isEmpty();
    assertThat(recorded()).isEqualTo(promote.opponent());
    assertThat(store.list("ml/castle/u/opponents/")).hasSize(1);
  }

  @Test
  void aFileThatWasCutShortIsNotPromoted() {
    store.write(CANDIDATE + "/unet/weights.safetensors", bytes("weigh"));
    Optional<String> defect = promote.by(new StoreTasks(store));
    assertThat(defect.orElseThrow())
        .contains("unet/weights.safetensors cannot be promoted: there is 5 bytes")
        .contains("its manifest says 7 bytes");
    assertThat(store.head(RECORD)).isEmpty();
  }

  @Test
  void aFileWithOneOtherBitIsNotPromoted() {
    store.write(CANDIDATE + "/unet/weights.safetensors", bytes("weighTs"));
    assertThat(promote.by(new StoreTasks(store))).isPresent();
    assertThat(store.head(RECORD)).isEmpty();
  }

  @Test
  void aFileThatIsGoneIsNotPromoted() {
    store.delete(CANDIDATE + "/model_index.json");
    assertThat(promote.by(new StoreTasks(store)).orElseThrow()).contains("there is nothing");
  }

  @Test
  void aManifestThatWasReplacedIsNotPromoted() {
    assertThat(promotion("sha256:" + "0".repeat(64)).by(new StoreTasks(store)).orElseThrow())
        .contains("is not the one that was evaluated");
  }

  @Test
  void ofTwoOperatorsWithDifferentCandidatesTheFirstRecordStays() {
    OpponentRecord other = promotion("sha256:" + "0".repeat(64)).opponent();
    store.create(RECORD, Documents.write(other));
    assertThat(promote.by(new StoreTasks(store))).isEmpty();
    assertThat(recorded()).isEqualTo(other);
  }

  @Test
  void eightOperatorsAtOnceGiveOneRecord() throws Exception {
    ExecutorService operators = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Optional<String>>> calls =
          IntStream.range(0, 8)
              .<Callable<Optional<String>>>mapToObj(i -> () -> promote.by(new StoreTasks(store)))
              .toList();
      for (var result : operators.invokeAll(calls)) {
        assertThat(result.get()).isEmpty();
      }
    } finally {
      operators.shutdownNow();
    }
    assertThat(recorded()).isEqualTo(promote.opponent());
  }

  private OpponentRecord recorded() {
    return Documents.read(store.read(RECORD, 1 << 20), OpponentRecord.class, RECORD);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
