package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted once an iteration is promoted. */
class TidyTest {
  private static final RunLayout LAYOUT = new RunLayout("ml", "castle", "u");

  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void fill() {
    store = new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder);
    write(LAYOUT.checkpoint(1, 1, 20) + "/manifest.json");
    write(LAYOUT.checkpoint(1, 1, 20) + "/unet.safetensors");
    write(LAYOUT.checkpoint(1, 1, 40) + "/manifest.json");
    write(LAYOUT.latestCheckpoint(1, 1));
    write(LAYOUT.checkpoint(1, 2, 60) + "/manifest.json");
    write(LAYOUT.checkpoint(2, 1, 20) + "/manifest.json");
    write(LAYOUT.synthetic(1, 0, 0).manifest());
    write(LAYOUT.synthetic(1, 1, 0).manifest());
    write(LAYOUT.candidate(1, 2) + "/manifest.json");
    write(LAYOUT.opponent(1));
  }

  private void write(String key) {
    store.write(key, new byte[] {1});
  }

  private List<String> left() {
    return store.list("").stream()
        .map(o -> o.key().replace("ml/castle/u/iterations/", ""))
        .toList();
  }

  private void tidy(int checkpoints, List<String> folders) {
    assertThat(new StoreTask.Tidy(LAYOUT, 1, checkpoints, folders).by(new StoreTasks(store)))
        .isEmpty();
  }

  @Test
  void theNewestCheckpointsOfAllAttemptsStay() {
    tidy(2, List.of());
    assertThat(left())
        .contains(
            "0001/train/1/step-000040/manifest.json", "0001/train/2/step-000060/manifest.json")
        .doesNotContain(
            "0001/train/1/step-000020/manifest.json", "0001/train/1/step-000020/unet.safetensors")
        .contains("0002/train/1/step-000020/manifest.json", "0001/synthetic/shard-00000.json");
  }

  @Test
  void noneNeedStayOnceTheIterationIsOver() {
    tidy(0, List.of());
    assertThat(left()).noneMatch(key -> key.startsWith("0001/train/") && key.contains("step-"));
    assertThat(left())
        .contains("0001/candidate/2/manifest.json", "ml/castle/u/opponents/0001.json");
  }

  @Test
  void syntheticImagesOfAllRevisionsGoWhenAsked() {
    tidy(9, List.of(LAYOUT.synthetic(1, 0), LAYOUT.synthetic(1, 1)));
    assertThat(left()).noneMatch(key -> key.contains("synthetic"));
    assertThat(left()).contains("0001/train/1/step-000020/manifest.json");
  }

  @Test
  void tidyingTwiceIsTidyingOnce() {
    tidy(1, List.of());
    List<String> once = left();
    tidy(1, List.of());
    assertThat(left()).isEqualTo(once);
  }
}
