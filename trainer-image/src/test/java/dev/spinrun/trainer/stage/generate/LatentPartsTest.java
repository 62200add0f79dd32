package dev.spinrun.trainer.stage.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.layout.ShardLayout;
import dev.spinrun.contract.plan.Run;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import dev.spinrun.trainer.data.prepared.RowFile;
import dev.spinrun.trainer.stage.context.PartialShard;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts at a shard of 600 images, in parts of 256. */
class LatentPartsTest {
  private static final int IMAGES = 600;
  private static final Shape SHAPE = Shape.of(1, 1, 1);
  private static final ShardLayout SHARD = new Run("ns", "run", "uid").layout().synthetic(1, 0, 0);

  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store =
        new ObjectStores(StoreSettings.brief(null, null, null))
            .at("file://" + folder.resolve("store"));
  }

  /** An attempt that ends at so many images; where it begins, and what is in the store after it. */
  private record Attempt(int begin, List<FileEntry> files) {}

  private Attempt attempt(String writer, String content, int end) {
    ShardCommit commit = new ShardCommit(store, SHARD);
    PartialShard partial = commit.partial(Manifest.Kind.SYNTHETIC, "sha256:plan", content);
    StreamedUpload upload = new StreamedUpload(commit, writer, folder.resolve(writer));
    try (LatentParts latents = new LatentParts(upload, partial, IMAGES, SHAPE)) {
      int begin = latents.taken();
      for (int image = begin; image < end; image++) {
        latents.append(new float[] {image});
      }
      return new Attempt(begin, upload.files());
    }
  }

  @Test
  void anAttemptGoesOnBehindTheLastPartThatWasSent() {
    assertThat(attempt("first", "a", 500).begin()).isZero();
    assertThat(attempt("second", "a", 300).begin()).isEqualTo(256);
    Attempt last = attempt("third", "a", IMAGES);

    assertThat(last.begin()).isEqualTo(256);
    assertThat(last.files())
        .extracting(FileEntry::path)
        .containsExactly(
            SHARD.dataPath("first") + "/part-00000.safetensors",
            SHARD.dataPath("third") + "/part-00001.safetensors",
            SHARD.dataPath("third") + "/part-00002.safetensors");
    int image = 0;
    for (FileEntry file : last.files()) {
      try (RowFile rows =
          RowFile.open(
              folder.resolve("store").resolve(SHARD.folder()).resolve(file.path()), "latents")) {
        for (int row = 0; row < rows.size(); row++) {
          assertThat(rows.row(row)).containsExactly(image++);
        }
      }
    }
    assertThat(image).isEqualTo(IMAGES);
    assertThat(attempt("fourth", "a", IMAGES).begin()).as("all is there").isEqualTo(IMAGES);
  }

  @Test
  void anAttemptAtOtherImagesBeginsAnew() {
    attempt("first", "a", 500);

    assertThat(attempt("second", "b", 10).begin()).isZero();
  }

  @Test
  void aNoteThatCannotBeReadIsNoHindrance() {
    attempt("first", "a", 500);
    store.write(SHARD.partial(), new byte[] {'{'});

    assertThat(attempt("second", "a", IMAGES).begin()).isZero();
  }
}
