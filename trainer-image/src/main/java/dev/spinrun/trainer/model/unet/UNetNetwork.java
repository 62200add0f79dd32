package dev.spinrun.trainer.model.unet;

import dev.spinrun.trainer.model.Resampling;
import dev.spinrun.trainer.model.ResnetBlock;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Ops;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The noise predictor of Stable Diffusion 1.x and 2.x.
 *
 * <p>Mirrors: diffusers 0.32 models/unets/unet_2d_condition.py and unet_2d_blocks.py. Differs: the
 * sinusoids of the timestep are an input ({@link TimestepEmbedding}). Letters: B batch, C channels,
 * H height, W width, L text tokens, D text width.
 */
final class UNetNetwork implements Network {
  private final UNetConfig config;
  private final int adapterRank;
  private final ResnetBlock resnet;

  /** A network whose attention layers have adapters of this rank; 0 for none. */
  UNetNetwork(UNetConfig config, int adapterRank) {
    this.config = config;
    this.adapterRank = adapterRank;
    int timeWidth = timeWidth();
    this.resnet =
        new ResnetBlock(config.normGroups(), config.normEpsilon(), Optional.of(timeWidth));
  }

  private int timeWidth() {
    return 4 * config.channels().get(0);
  }

  @Override
  public List<String> inputs() {
    return List.of("latentsBCHW", "sinusoidsBC", "textBLD");
  }

  @Override
  public <T> T forward(Ops<T> ops, List<T> inputs) {
    return new Pass<>(ops, inputs.get(1), inputs.get(2)).run(inputs.get(0));
  }

  /** A skip connection and its number of channels. */
  private record Skip<T>(T value, int channels) {}

  /** One forward pass. */
  private final class Pass<T> {
    private final Ops<T> ops;
    private final T timeBC;
    private final T textBLD;
    private final Deque<Skip<T>> skips = new ArrayDeque<>();

    Pass(Ops<T> ops, T sinusoidsBC, T textBLD) {
      this.ops = ops;
      this.textBLD = textBLD;
      this.timeBC = timeEmbedding(sinusoidsBC);
    }

    T run(T latentsBCHW) {
      int first = config.channels().get(0);
      T x =
          ops.lightBlock(
              "conv_in",
              List.of(latentsBCHW),
              (o, in) ->
                  o.conv2d(in.get(0), Conv2d.same("conv_in", config.inChannels(), first, 3)));
      x = up(middle(down(x)));
      GroupNorm norm =
          new GroupNorm("conv_norm_out", config.normGroups(), first, config.normEpsilon());
      T normal =
          ops.lightBlock("conv_norm_out", List.of(x), (o, in) -> o.groupNorm(in.get(0), norm));
      Conv2d out = Conv2d.same("conv_out", first, config.outChannels(), 3);
      return ops.lightBlock(
          "conv_out", List.of(normal), (o, in) -> o.full(o.conv2d(o.silu(in.get(0)), out)));
    }

    private T timeEmbedding(T sinusoidsBC) {
      Linear first = Linear.of("time_embedding.linear_1", config.channels().get(0), timeWidth());
      Linear second = Linear.of("time_embedding.linear_2", timeWidth(), timeWidth());
      return ops.lightBlock(
          "time_embedding",
          List.of(sinusoidsBC),
          (o, in) -> o.linear(o.silu(o.linear(in.get(0), first)), second));
    }

    private T down(T x) {
      int channels = config.channels().get(0);
      skips.push(new Skip<>(x, channels));
      for (int i = 0; i < config.channels().size(); i++) {
        String path = "down_blocks." + i;
        int out = config.channels().get(i);
        for (int j = 0; j < config.layersPerBlock(); j++) {
          x = resnet.apply(ops, path + ".resnets." + j, x, timeBC, channels, out);
          if (config.downAttention().get(i)) {
            x = attention(path + ".attentions." + j, x, out, config.heads().get(i));
          }
          channels = out;
          skips.push(new Skip<>(x, channels));
        }
        if (i < config.channels().size() - 1) {
          x = Resampling.downsampleSymmetric(ops, path + ".downsamplers.0", x, channels);
          skips.push(new Skip<>(x, channels));
        }
      }
      return x;
    }

    private T middle(T x) {
      int last = config.channels().size() - 1;
      int channels = config.channels().get(last);
      x = resnet.apply(ops, "mid_block.resnets.0", x, timeBC, channels, channels);
      x = attention("mid_block.attentions.0", x, channels, config.heads().get(last));
      return resnet.apply(ops, "mid_block.resnets.1", x, timeBC, channels, channels);
    }

    private T up(T x) {
      int levels = config.channels().size();
      int channels = config.channels().get(levels - 1);
      for (int i = 0; i < levels; i++) {
        String path = "up_blocks." + i;
        int level = levels - 1 - i;
        int out = config.channels().get(level);
        for (int j = 0; j < config.layersPerBlock() + 1; j++) {
          Skip<T> skip = skips.pop();
          String name = path + ".resnets." + j;
          x =
              ops.lightBlock(
                  name + ".input",
                  List.of(x, skip.value()),
                  (o, in) -> o.concatChannels(in.get(0), in.get(1)));
          x = resnet.apply(ops, name, x, timeBC, channels + skip.channels(), out);
          channels = out;
          if (config.upAttention().get(i)) {
            x = attention(path + ".attentions." + j, x, out, config.heads().get(level));
          }
        }
        if (i < levels - 1) {
          x = Resampling.upsample(ops, path + ".upsamplers.0", x, channels);
        }
      }
      return x;
    }

    private T attention(String path, T x, int channels, int heads) {
      return new SpatialTransformer(
              path,
              channels,
              heads,
              config.textWidth(),
              config.normGroups(),
              config.linearProjection(),
              adapterRank)
          .apply(ops, x, textBLD);
    }
  }
}
