package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.Origin;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.hub.HubUri;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.DataSets;
import dev.spinrun.trainer.data.DataSets.Fields;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.diffusion.picture.PictureCodec;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.stage.context.InputField;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.FolderKind.Wanted;
import dev.spinrun.trainer.stage.input.InputFolder;
import dev.spinrun.trainer.tensor.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
public final class PrepareStage {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareStage.class);

  /** Changes whenever prepared data or its manifest does, so that old is not taken for new. */
  private static final String FORMAT = "prepared-4";

  private static final String EXAMPLES = "examples";
  private static final String SKIPPED = "skipped";

  private final StageContext context;
  private final Artefacts artefacts;

  /** Nothing is read before the stage runs. */
  public PrepareStage(StageContext context) {
    this.context = context;
    this.artefacts = context.artefacts();
  }

  /** Commits the base model as the candidate of iteration 0, and the prepared data. */
  public void run() {
    Path model = context.work().resolve("model");
    downloadModel(model);
    DataSet data = openData();
    new InputCheck(context).check(model);

    String candidateKey = context.layout().candidate(0, context.attempt());
    List<FileEntry> files = artefacts.upload(candidateKey, model);
    PreparedLayout layout = new PreparedLayout(digest(files, data));
    CommittedManifest prepared =
        artefacts
            .manifestAt(layout.shard().manifest())
            .orElseGet(() -> prepare(model, data, layout));
    // Another run may have prepared it, and may have left out more.
    SkippedExamples.requireAtMost(
        context.plan().data().maxSkipped(),
        Integer.parseInt(prepared.manifest().attributes().get(SKIPPED)),
        context.plan().data().uri());
    artefacts.commit(
        candidateKey,
        Manifest.of(
            Manifest.Kind.CANDIDATE, context.planDigest(), Map.of(Attributes.STEP, "0"), files));
    PreparedReference reference =
        new PreparedReference(
            Documents.SCHEMA,
            layout.digest(),
            prepared.digest(),
            Integer.parseInt(prepared.manifest().attributes().get(EXAMPLES)));
    context.store().write(context.layout().preparedReference(), Documents.write(reference));
  }

  private DataSet openData() {
    Data plan = context.plan().data();
    requireNoModel(plan.uri());
    ObjectSource source = InputField.DATA.source(context.stores(), plan.uri());
    return InputField.DATA.read(
        () ->
            DataSets.open(
                source,
                context.plan().method() == Method.DPO,
                new Fields(plan.imageField(), plan.captionField()),
                context.work()));
  }

  /** The hub keeps models and data sets apart, and a name may be of both. */
  private static void requireNoModel(String uri) {
    boolean ofModels =
        uri.startsWith(HubUri.SCHEME)
            && InputField.DATA.parsed(() -> HubUri.parse(uri)).kind() == HubUri.Kind.MODELS;
    if (ofModels) {
      throw new ConfigurationException(
          "spec.data.uri: %s is a repository of a model; that of a data set begins with hf://datasets/. Create a new SpinRun with the data set's URI, perhaps hf://datasets/%s."
              .formatted(uri, uri.substring(HubUri.SCHEME.length())));
    }
  }

  private void downloadModel(Path target) {
    Origin origin = context.plan().origin();
    if (origin == null) {
      InputFolder.download(
          InputField.MODEL.source(context.stores(), context.plan().modelUri()),
          InputField.MODEL,
          Wanted.PIPELINE,
          target);
    } else {
      artefacts.download(
          origin.candidate(),
          artefacts.require(origin.candidate(), origin.candidateDigest()),
          target);
    }
  }

  /**
   * What latents depend on, and captions: the data set, the resolution, and the encoder's files.
   */
  private String digest(List<FileEntry> model, DataSet data) {
    String encoder =
        model.stream()
            .filter(f -> f.path().startsWith("vae/"))
            .map(f -> f.path() + "\t" + f.sha256())
            .sorted()
            .collect(Collectors.joining("\n"));
    String pairs = context.plan().method() == Method.DPO ? "pairs" : "images";
    String all =
        String.join("\n", FORMAT, data.digest(), context.plan().data().digested(), pairs, encoder);
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }

  private CommittedManifest prepare(Path model, DataSet data, PreparedLayout layout) {
    ShardCommit commit = new ShardCommit(context.store(), layout.shard());
    String writer = context.plan().run().uid() + "-" + context.writer();
    try (Scope scope = Scope.open();
        ProgressReporter progress =
            new ProgressReporter(context, Stage.PREPARE, "images", data.announced())) {
      PictureCodec pictures = new PictureCodec(Autoencoder.load(scope, model.resolve("vae")));
      DataEncoder encoder = new DataEncoder(context, pictures, commit, writer);
      List<FileEntry> files = encoder.encode(data, progress);
      Map<String, String> attributes =
          Map.of(
              EXAMPLES,
              Integer.toString(encoder.examples()),
              SKIPPED,
              Integer.toString(encoder.skipped()));
      commit.commit(Manifest.Kind.PREPARED, layout.digest(), attributes, files);
      LOG.info("prepared {} examples as {}", encoder.examples(), layout.digest());
    }
    return artefacts
        .manifestAt(layout.shard().manifest())
        .orElseThrow(() -> new IllegalStateException("a manifest just created is gone"));
  }
}
