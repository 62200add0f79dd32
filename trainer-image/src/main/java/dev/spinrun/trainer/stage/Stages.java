package dev.spinrun.trainer.stage;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.evaluate.EvaluateStage;
import dev.spinrun.trainer.stage.generate.GenerateStage;
import dev.spinrun.trainer.stage.prepare.PrepareStage;
import dev.spinrun.trainer.stage.train.TrainStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a stage by its name. */
public final class Stages {
  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  private Stages() {}

  /** Runs the stage to its commit, or throws. */
  public static void run(Stage stage, StageContext context) {
    LOG.info(
        "{} of iteration {} of {}/{}, attempt {}, shard {}, plan {}",
        stage,
        context.plan().iteration(),
        context.plan().run().namespace(),
        context.plan().run().name(),
        context.attempt(),
        context.shard(),
        context.planDigest());
    switch (stage) {
      case PREPARE -> new PrepareStage(context).run();
      case GENERATE -> new GenerateStage(context).run();
      case TRAIN -> new TrainStage(context).run();
      case EVALUATE -> new EvaluateStage(context).run();
      case PROMOTE ->
          throw new IllegalArgumentException(
              "the operator promotes; the trainer has no such stage");
    }
  }
}
