package dev.spinrun.contract.cost;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.contract.settings.Train;
import java.util.List;

/**
 * What a stage of an iteration does.
 *
 * @param iteration 0 is the base model
 * @param count images that the stage encodes, draws, learns from or scores
 * @param flops floating-point operations
 * @param bytesStored bytes that the stage leaves in the store
 * @param bytesMoved bytes that its pods download and upload
 */
public record StageWork(
    int iteration, Stage stage, long count, double flops, long bytesStored, long bytesMoved) {
  /**
   * Sizes of the inputs.
   *
   * @param examples in the data set
   * @param prepared examples that iteration 0 encodes
   * @param prompts of the evaluation
   */
  public record Inputs(int examples, int prepared, int prompts) {}

  /** The stages of a plan that compute, in their order. Retries and scorers are not counted. */
  public static List<StageWork> of(IterationPlan plan, ModelWork model, Inputs inputs) {
    return Stage.sequence(plan.method(), plan.iteration()).stream()
        .filter(stage -> stage != Stage.PROMOTE)
        .map(stage -> of(stage, plan, model, inputs))
        .toList();
  }

  private static StageWork of(Stage stage, IterationPlan plan, ModelWork model, Inputs inputs) {
    return switch (stage) {
      case PREPARE -> prepare(plan, model, inputs);
      case GENERATE -> generate(plan, model, inputs);
      case TRAIN -> train(plan, model, inputs);
      case EVALUATE -> evaluate(plan, model, inputs);
      case PROMOTE -> throw new IllegalArgumentException("the operator promotes");
    };
  }

  private static StageWork prepare(IterationPlan plan, ModelWork model, Inputs inputs) {
    long pictures = (long) inputs.prepared() * (plan.method() == Method.DPO ? 2 : 1);
    long stored = pictures * model.latentBytes() + model.bytes();
    return new StageWork(
        plan.iteration(),
        Stage.PREPARE,
        pictures,
        pictures * model.encode(),
        stored,
        new StageTraffic(plan, model).prepare(stored));
  }

  /** An image is drawn, decoded and encoded again. Where examples share images, fewer are drawn. */
  private static StageWork generate(IterationPlan plan, ModelWork model, Inputs inputs) {
    long images = Math.min(plan.train().examplesSeen(), inputs.examples());
    long stored = images * model.latentBytes();
    return new StageWork(
        plan.iteration(),
        Stage.GENERATE,
        images,
        images * (drawn(plan.generate(), model) + model.encode()),
        stored,
        new StageTraffic(plan, model).generate(stored));
  }

  private static StageWork train(IterationPlan plan, ModelWork model, Inputs inputs) {
    Train train = plan.train();
    int imagesPerExample = plan.method() == Method.SFT ? 1 : 2;
    double perImage = model.unet() * passes(train, plan.method());
    long read = Math.min(train.examplesSeen(), inputs.examples());
    long checkpoint = checkpointBytes(train, model);
    StageTraffic traffic = new StageTraffic(plan, model);
    return new StageWork(
        plan.iteration(),
        Stage.TRAIN,
        train.examplesSeen() * imagesPerExample,
        train.examplesSeen() * (imagesPerExample * perImage + model.text()),
        model.bytes() + Math.min(plan.checkpointsKept(), traffic.checkpoints()) * checkpoint,
        traffic.train(read * imagesPerExample, checkpoint));
  }

  /**
   * Forward passes that the training of an image is worth. A backward pass is two: one for the
   * gradients of the values, and one for those of the weights, which adapters do without.
   */
  private static int passes(Train train, Method method) {
    int backward = train.lora() == null ? 2 : 1;
    int again = train.gradientCheckpointing() ? 1 : 0;
    int reference = method == Method.SFT ? 0 : 1;
    return 1 + backward + again + reference;
  }

  /** Weights, both moments and, if there is one, the moving average; adapters take next to none. */
  private static long checkpointBytes(Train train, ModelWork model) {
    return train.lora() == null ? model.unetBytes() * (train.ema().value() > 0 ? 4 : 3) : 0;
  }

  private static StageWork evaluate(IterationPlan plan, ModelWork model, Inputs inputs) {
    long images = (long) inputs.prompts() * plan.evaluate().imagesPerPrompt();
    return new StageWork(
        plan.iteration(),
        Stage.EVALUATE,
        images,
        images * drawn(plan.generate(), model),
        0,
        new StageTraffic(plan, model).evaluate());
  }

  /** From a caption to a picture. */
  private static double drawn(Generate generate, ModelWork model) {
    int calls = generate.steps() + (generate.sampler() == Sampler.PNDM ? 1 : 0);
    int perCall = generate.guidanceScale().value() > 1 ? 2 : 1;
    return (double) calls * perCall * model.unet() + model.decode() + model.text();
  }
}
