package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.json.Sha256;
import dev.spinrun.runstore.layout.PreparedLayout;
import dev.spinrun.runstore.plan.Data;
import dev.spinrun.runstore.plan.Origin;
import dev.spinrun.runstore.plan.Stage;
import dev.spinrun.runstore.record.FileEntry;
import dev.spinrun.runstore.record.Manifest;
import dev.spinrun.runstore.record.PreparedReference;
import dev.spinrun.trainer.data.Captioned;
import dev.spinrun.trainer.data.ImageFolder;
import dev.spinrun.trainer.data.PreparedData;
import dev.spinrun.trainer.data.RowFile.Rows;
import dev.spinrun.trainer.diffusion.Picture;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iteration 0: checks every input, makes the base model candidate 0 and encodes the data set.
 *
 * <p>Everything that can be wrong with the inputs is found here, before any pod asks for a GPU. The
 * base model is copied, so that the run does not change when somebody changes the model's folder.
 */
final class PrepareStage {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareStage.class);

  /** Changes whenever the layout of prepared data does, so that old data is not taken for new. */
  private static final String FORMAT = "prepared-1";

  private final StageContext context;
  private final Artefacts artefacts;

  PrepareStage(StageContext context) {
    this.context = context;
    this.artefacts = context.artefacts();
  }

  void run() {
    Path model = context.work().resolve("model");
    downloadModel(model);
    ImageFolder data = ImageFolder.open(context.stores().at(context.plan().data().uri()));
    new InputCheck(context).check(model);

    String candidateKey = context.layout().candidate(0, context.attempt());
    List<FileEntry> files = artefacts.upload(candidateKey, model);
    PreparedLayout layout = new PreparedLayout(digest(files, data));
    Manifest prepared =
        artefacts.manifestAt(layout.manifest()).orElseGet(() -> prepare(model, data, layout));
    artefacts.commit(
        candidateKey,
        Manifest.of(Manifest.Kind.CANDIDATE, context.planDigest(), Map.of("step", "0"), files));
    PreparedReference reference =
        new PreparedReference(
            Documents.SCHEMA, layout.digest(), prepared.digest(), data.examples().size());
    context.store().write(context.layout().preparedReference(), Documents.write(reference));
  }

  private void downloadModel(Path target) {
    Origin origin = context.plan().origin();
    if (origin == null) {
      InputFolder.download(
          context.stores().at(context.plan().modelUri()), "spec.model.uri", target);
    } else {
      artefacts.download(
          origin.candidate(),
          artefacts.require(origin.candidate(), origin.candidateDigest()),
          target);
    }
  }

  /**
   * What latents and embeddings depend on: images, captions, resolution, and the encoders' files.
   */
  private String digest(List<FileEntry> model, ImageFolder data) {
    String encoders =
        model.stream()
            .filter(f -> f.path().matches("(vae|text_encoder|tokenizer)/.*"))
            .map(f -> f.path() + "\t" + f.sha256())
            .sorted()
            .collect(Collectors.joining("\n"));
    String all =
        String.join("\n", FORMAT, data.digest(), "" + context.plan().data().resolution(), encoders);
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }

  private Manifest prepare(Path model, ImageFolder data, PreparedLayout layout) {
    Path folder = context.work().resolve("prepared");
    try (Scope scope = Scope.open();
        ProgressReporter progress =
            new ProgressReporter(context, Stage.PREPARE, "images", data.examples().size())) {
      TextToImage pipeline = TextToImage.load(scope, model);
      Shape textShape = pipeline.prompts().shape();
      PreparedData.writeHead(folder, data.examples(), pipeline.prompts().encodeEmpty(), textShape);
      int size = data.examples().size();
      for (int begin = 0; begin < size; begin += PreparedData.PART_EXAMPLES) {
        int end = Math.min(begin + PreparedData.PART_EXAMPLES, size);
        List<Captioned> part = data.examples().subList(begin, end);
        Rows texts =
            new Rows(
                pipeline.prompts().encode(part.stream().map(Captioned::text).toList()), textShape);
        PreparedData.writePart(
            folder,
            begin / PreparedData.PART_EXAMPLES,
            encode(pipeline, data, part, begin, progress),
            texts);
      }
    }
    return commit(layout, folder);
  }

  private Rows encode(
      TextToImage pipeline,
      ImageFolder data,
      List<Captioned> part,
      int done,
      ProgressReporter progress) {
    Data plan = context.plan().data();
    List<float[]> latents = new ArrayList<>();
    for (int begin = 0; begin < part.size(); begin += plan.batchSize()) {
      context.stop().throwIfRaised((done + begin) + " images");
      List<Picture> pictures =
          part.subList(begin, Math.min(begin + plan.batchSize(), part.size())).stream()
              .map(example -> data.image(example, plan.resolution()))
              .toList();
      latents.addAll(pipeline.pictures().encode(pictures));
      progress.report(done + latents.size(), Map.of());
    }
    return new Rows(latents, pipeline.pictures().latentShape(plan.resolution(), plan.resolution()));
  }

  private Manifest commit(PreparedLayout layout, Path folder) {
    String dataKey = layout.data(context.plan().run().uid() + "-" + context.writer());
    new ShardCommit(context.store(), layout.manifest())
        .commit(Manifest.Kind.PREPARED, layout.digest(), dataKey, folder);
    Manifest committed =
        artefacts
            .manifestAt(layout.manifest())
            .orElseThrow(() -> new IllegalStateException("a manifest just created is gone"));
    LOG.info("prepared {} bytes as {}", committed.totalBytes(), layout.digest());
    return committed;
  }
}
