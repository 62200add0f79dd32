package dev.spinrun.trainer.cli;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.cost.ModelWork;
import dev.spinrun.contract.cost.StageWork;
import dev.spinrun.contract.cost.StageWork.Inputs;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.trainer.cost.CostTable;
import dev.spinrun.trainer.cost.CostTable.StageCost;
import dev.spinrun.trainer.cost.ModelShapes;
import dev.spinrun.trainer.cost.Place;
import dev.spinrun.trainer.cost.StageMemory;
import dev.spinrun.trainer.data.prepared.PreparedWriter;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.train.ExamplesRead;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a run or an iteration will cost, before anything is paid for. */
@Command(
    name = "cost",
    description =
        "Says how many images the iterations draw and learn from, how many operations that takes, what it stores and moves, and how much memory it needs. Reads no weights and no data.")
final class CostCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private @Nullable Source source;

  /** One of them. */
  private static final class Source {
    @Option(
        names = {"-f", "--filename"},
        description = "Manifest of a SpinRun, YAML: all its iterations.")
    private @Nullable Path manifest;

    @Option(names = StageCall.PLAN, description = "The plan of one iteration.")
    private @Nullable Path plan;

    List<IterationPlan> plans() {
      if (plan != null) {
        return List.of(Plans.parse(Plans.read(plan), plan));
      }
      return Plans.ofManifest(Objects.requireNonNull(manifest));
    }
  }

  @Option(
      names = "--model",
      required = true,
      description =
          "Folder with unet/config.json, vae/config.json and text_encoder/config.json of the model.")
  private @Nullable Path model;

  @Option(names = "--examples", required = true, description = "Examples in the data set.")
  private int examples;

  @Option(names = "--prompts", required = true, description = "Prompts of the evaluation.")
  private int prompts;

  @Option(
      names = "--teraflops",
      description =
          "Speed that the GPUs of a stage reach together, in TFLOP/s; adds the time. A third of what a data sheet says is a fair guess.")
  private @Nullable Double teraflops;

  @Option(
      names = "--device",
      description = "Whose memory is told: gpu, one that has bf16, or cpu. Default: gpu.")
  private Place device = Place.GPU;

  @Option(names = "--json", description = "Prints one line of JSON in place of the table.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (source == null || model == null || spec == null) {
      throw new IllegalStateException("picocli fills what is required");
    }
    List<IterationPlan> plans = source.plans();
    ModelShapes shapes = ModelShapes.read(model, plans.get(0).data().resolution());
    ModelWork work = work(model, shapes);
    StageMemory memory = new StageMemory(shapes, device);
    List<StageCost> stages = plans.stream().flatMap(plan -> costs(plan, work, memory)).toList();
    CostTable table = new CostTable(work, stages, device, teraflops);
    spec.commandLine().getOut().print(json ? table.json() + System.lineSeparator() : table.text());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Stream<StageCost> costs(IterationPlan plan, ModelWork work, StageMemory memory) {
    Inputs inputs = new Inputs(examples, prepared(plan), prompts);
    return StageWork.of(plan, work, inputs).stream()
        .map(stage -> new StageCost(stage, memory.peak(stage.stage(), plan)));
  }

  private int prepared(IterationPlan plan) {
    return plan.prepare().examples() == Prepare.Examples.ALL
        ? examples
        : ExamplesRead.numbers(plan.readingsToPrepare(), examples, PreparedWriter.PART_NUMBERS)
            .cardinality();
  }

  private static ModelWork work(Path model, ModelShapes shapes) {
    try {
      return shapes.work();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "The model in %s takes no pictures of %d pixels: %s Change data.resolution."
              .formatted(model, shapes.resolution(), e.getMessage()));
    }
  }
}
