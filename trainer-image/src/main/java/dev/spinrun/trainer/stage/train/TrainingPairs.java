package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.diffusion.PromptEncoder;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.DrawnImages;
import dev.spinrun.trainer.stage.input.NeededImages;
import dev.spinrun.trainer.stage.input.Prepared;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.ExamplesRead;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prepared data set, and where rejected images come from: the opponent, the data set itself, or
 * nowhere.
 *
 * @param preparedKey of the reference that names the prepared data
 * @param read the examples that the training reads
 */
record TrainingPairs(
    IterationPlan plan,
    PreparedData data,
    String preparedKey,
    ExamplesRead read,
    @Nullable SyntheticData synthetic,
    PromptEncoder prompts)
    implements ExampleSource {
  private static final float[] NONE = {};

  /**
   * What the plan's training reads, brought to the local disk now or when it is asked for.
   *
   * @param prompts embeds the captions
   */
  static TrainingPairs download(StageContext context, PromptEncoder prompts) {
    IterationPlan plan = context.plan();
    PreparedData data = Prepared.open(context);
    ExamplesRead read = ExamplesRead.of(plan.reading(), data.size(), data.partExamples());
    return new TrainingPairs(
        plan,
        data,
        Prepared.newestKey(context),
        read,
        plan.method() == Method.SPIN
            ? DrawnImages.open(context, NeededImages.of(plan, data, read))
            : null,
        prompts);
  }

  /** What is to be known of them beside the candidate. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put(Attributes.PREPARED, preparedKey);
    attributes.put(Attributes.EXAMPLES_READ, Integer.toString(read.size()));
    if (synthetic != null) {
      attributes.put(Attributes.IMAGES_DRAWN, Integer.toString(synthetic.size()));
    }
    return attributes;
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public Shape latentShape() {
    return data.latentShape();
  }

  @Override
  public int[] emptyTokens() {
    return prompts.tokens("");
  }

  @Override
  public Tensor embed(Scope scope, List<int[]> tokens) {
    return prompts.embed(scope, tokens);
  }

  @Override
  public Example load(int index) {
    return new Example(data.latent(index), rejected(index), prompts.tokens(data.caption(index)));
  }

  private float[] rejected(int index) {
    return switch (plan.method()) {
      case SPIN -> Objects.requireNonNull(synthetic).latent(NeededImages.key(plan, data, index));
      case DPO -> data.rejected(index);
      case SFT -> NONE;
    };
  }

  @Override
  public int neighbours() {
    return data.partExamples();
  }

  @Override
  public void prefetch(int index) {
    data.prefetch(index);
    if (synthetic != null && !plan.generate().perPrompt()) {
      int block = index - index % neighbours();
      synthetic.prefetch(block, block + neighbours() - 1);
    }
  }
}
