package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Origin;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.hub.HubUri;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.trainer.cost.ModelShapes;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.DataSets;
import dev.spinrun.trainer.data.DataSets.Fields;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.stage.context.FirstWorker;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.InputField;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.FolderKind.Wanted;
import dev.spinrun.trainer.stage.input.InputFolder;
import dev.spinrun.trainer.stage.input.Prepared;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Encodes the examples that will be read. In iteration 0 it first checks every input and makes the
 * base model candidate 0; a later iteration prepares what its training reads and was not foreseen.
 *
 * <p>Everything that can be wrong with the inputs is found here, before any pod asks for a GPU. The
 * base model is copied, so that the run does not change when somebody changes the model's folder.
 */
public final class PrepareStage {
  /** Changes whenever prepared data or its manifest does, so that old is not taken for new. */
  private static final String FORMAT = "prepared-6";

  private static final String VAE = "vae/";

  private final StageContext context;
  private final IterationPlan plan;
  private final Artefacts artefacts;

  /** Nothing is read before the stage runs. */
  public PrepareStage(StageContext context) {
    this.context = context;
    this.plan = context.plan();
    this.artefacts = context.artefacts();
  }

  /**
   * Commits the prepared examples, in iteration 0 after the base model. Of several workers the
   * first one checks the inputs and commits the model, and the last one names the examples.
   */
  public void run() {
    boolean isFirst = plan.iteration() == 0 && context.shard() == 0;
    DataPreparation preparation = isFirst ? checked() : following();
    preparation
        .run()
        .ifPresent(
            reference ->
                context
                    .store()
                    .write(
                        context
                            .layout()
                            .preparedReference(plan.iteration(), plan.revisionOrFirst().number()),
                        Documents.write(reference)));
  }

  private DataPreparation checked() {
    Path model = context.work().resolve("model");
    downloadModel(model);
    DataSet data = openData();
    int prompts = new InputCheck(context).check(model);

    String candidate = context.layout().candidate(0, context.attempt());
    List<FileEntry> files = artefacts.upload(candidate, model);
    Map<String, String> attributes =
        Map.of(
            Attributes.STEP,
            "0",
            Attributes.PROMPTS,
            Integer.toString(prompts),
            Attributes.MODEL_WORK,
            ModelShapes.read(model, plan.data().resolution()).work().attribute());
    artefacts.commit(
        candidate, Manifest.of(Manifest.Kind.CANDIDATE, context.planDigest(), attributes, files));
    return preparation(data, model, layout(files, data));
  }

  /** With the encoder of a base model that is committed, or that the first worker commits. */
  private DataPreparation following() {
    DataSet data = openData();
    String candidate =
        plan.iteration() == 0
            ? context.layout().candidate(0, context.attempt())
            : plan.requireBase().candidate();
    List<FileEntry> files = baseModel(candidate).files();
    PreparedLayout layout = layout(files, data);
    if (plan.iteration() > 0) {
      requireSameData(layout);
    }
    Path model = context.work().resolve("model");
    files.stream()
        .filter(file -> file.path().startsWith(VAE))
        .forEach(file -> artefacts.download(candidate, file, model.resolve(file.path())));
    return preparation(data, model, layout);
  }

  private Manifest baseModel(String candidate) {
    return plan.iteration() == 0
        ? FirstWorker.await(
                context,
                "check the inputs and to copy the model",
                () -> artefacts.manifest(candidate))
            .manifest()
        : artefacts.require(candidate, plan.requireBase().candidateDigest());
  }

  private DataPreparation preparation(DataSet data, Path model, PreparedLayout layout) {
    return new DataPreparation(
        context,
        data,
        model.resolve(VAE),
        layout,
        new SkippedExamples(plan.data().uri(), plan.data().maxSkipped()));
  }

  /** Examples have numbers, by which other examples would be found in another data set. */
  private void requireSameData(PreparedLayout layout) {
    if (!Prepared.ofIterationZero(context).digest().equals(layout.digest())) {
      throw new InputException(
          "spec.data.uri: %s, or the version of the trainer, has changed since iteration 0. Put back what was there and set the annotation spinrun.dev/retry, or create a new SpinRun."
              .formatted(plan.data().uri()));
    }
  }

  private DataSet openData() {
    Data of = plan.data();
    requireNoModel(of.uri());
    ObjectSource source = InputField.DATA.source(context.stores(), of.uri());
    return InputField.DATA.read(
        () ->
            DataSets.open(
                source,
                plan.method() == Method.DPO,
                new Fields(of.imageField(), of.captionField()),
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
    Origin origin = plan.origin();
    if (origin == null) {
      InputFolder.download(
          InputField.MODEL.source(context.stores(), plan.modelUri()),
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
  private PreparedLayout layout(List<FileEntry> model, DataSet data) {
    String encoder =
        model.stream()
            .filter(f -> f.path().startsWith(VAE))
            .map(f -> f.path() + "\t" + f.sha256())
            .sorted()
            .collect(Collectors.joining("\n"));
    String pairs = plan.method() == Method.DPO ? "pairs" : "images";
    String all = String.join("\n", FORMAT, data.digest(), plan.data().digested(), pairs, encoder);
    return new PreparedLayout(Sha256.of(all.getBytes(StandardCharsets.UTF_8)));
  }
}
