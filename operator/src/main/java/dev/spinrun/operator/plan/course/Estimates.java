package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.cost.ModelWork;
import dev.spinrun.contract.cost.StageWork;
import dev.spinrun.contract.cost.StageWork.Inputs;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Estimate;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.plan.situation.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a run takes as a whole, as soon as the sizes of its inputs are known. */
final class Estimates {
  private static final double TERA = 1e12;
  private static final long GIGA = 1_000_000_000;

  private Estimates() {}

  /** The status with the estimate brought up to date; as it is if that cannot be done. */
  static SpinRunStatus updated(Situation s, SpinRunStatus status) {
    return estimate(s).map(status::withEstimate).orElse(status);
  }

  private static Optional<Estimate> estimate(Situation s) {
    Map<String, String> attributes = baseAttributes(s.facts());
    Optional<ModelWork> model = ModelWork.of(attributes);
    OptionalInt prompts = Attributes.count(attributes, Attributes.PROMPTS);
    PreparedReference prepared = s.facts().prepared();
    if (model.isEmpty() || prompts.isEmpty() || prepared == null) {
      return Optional.empty();
    }
    Inputs inputs = new Inputs(prepared.examples(), prepared.prepared(), prompts.getAsInt());
    try {
      List<StageWork> stages =
          Freezing.foreseen(s).stream()
              .flatMap(plan -> StageWork.of(plan, model.get(), inputs).stream())
              .toList();
      return Optional.of(estimate(s, stages));
    } catch (IllegalArgumentException e) {
      // The spec was edited into one that is told about when the next iteration starts.
      return Optional.empty();
    }
  }

  /** Of the base model's manifest, in iteration 0 before it is promoted. */
  private static Map<String, String> baseAttributes(StoreFacts facts) {
    if (facts.base() != null) {
      return facts.base().attributes();
    }
    return facts.candidate() == null ? Map.of() : facts.candidate().attributes();
  }

  private static Estimate estimate(Situation s, List<StageWork> stages) {
    return new Estimate(
        stages.stream().filter(Estimates::draws).mapToLong(StageWork::count).sum(),
        Math.round(flops(stages, 0) / TERA),
        stages.stream().mapToLong(StageWork::bytesStored).sum() / GIGA,
        gpuHours(s, stages));
  }

  private static boolean draws(StageWork work) {
    return work.stage() == Stage.GENERATE || work.stage() == Stage.EVALUATE;
  }

  private static double flops(List<StageWork> stages, int firstIteration) {
    return stages.stream()
        .filter(work -> work.iteration() >= firstIteration)
        .mapToDouble(StageWork::flops)
        .sum();
  }

  /** Iterations with a training are alike: the last one tells the speed of those to come. */
  private static @Nullable Long gpuHours(Situation s, List<StageWork> stages) {
    List<IterationResult> ended = s.status().iterations();
    if (ended.isEmpty()) {
      return null;
    }
    IterationResult last = ended.get(ended.size() - 1);
    double done =
        stages.stream()
            .filter(work -> work.iteration() == last.number())
            .mapToDouble(StageWork::flops)
            .sum();
    if (last.number() == 0 || last.gpuSeconds() == 0 || done == 0) {
      return null;
    }
    double used = s.status().totals().gpuSeconds() - s.current().gpuSeconds();
    double left = flops(stages, last.number() + 1) / done * last.gpuSeconds();
    return Math.round(Math.ceil((used + left) / Duration.ofHours(1).toSeconds()));
  }
}
