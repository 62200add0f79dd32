package dev.spinrun.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import dev.spinrun.trainer.nn.Ops.Mask;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation as a script against the same from elementary operations, and its shape. */
class ScriptsAndOracleTest {
  /** fp32 sums of some dozens of products near 1. */
  private static final double FP32 = 1e-5;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  /** A network of one block of one operation. */
  private record Single(String name, List<Shape> shapes, Operation operation) implements Network {
    @Override
    public List<String> inputs() {
      return Stream.of("x", "y", "z").limit(shapes.size()).toList();
    }

    @Override
    public <T> T forward(Ops<T> ops, List<T> inputs) {
      return ops.block(name, inputs, operation::apply);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private interface Operation {
    <T> T apply(Ops<T> ops, List<T> in);
  }

  static Stream<Network> operations() {
    Shape image = Shape.of(2, 6, 4, 5);
    Shape rows = Shape.of(2, 7, 6);
    return Stream.of(
        new Single(
            "conv with bias",
            List.of(image),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.conv2d(in.get(0), new Conv2d("c", 6, 3, 3, 2, 1, Bias.ADDED));
              }
            }),
        new Single(
            "conv without bias",
            List.of(image),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.conv2d(in.get(0), new Conv2d("c", 6, 3, 2, 2, 0, Bias.NONE));
              }
            }),
        new Single(
            "group norm, silu, add per channel",
            List.of(image, Shape.of(2, 6)),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                T x = o.silu(o.groupNorm(in.get(0), new GroupNorm("g", 3, 6, 1e-5)));
                return o.addPerChannel(x, in.get(1));
              }
            }),
        new Single(
            "layer norm, gelu",
            List.of(rows),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.gelu(o.layerNorm(in.get(0), new LayerNorm("n", 6, 1e-5)));
              }
            }),
        new Single(
            "linear without bias, quick gelu",
            List.of(rows),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.quickGelu(o.linear(in.get(0), new Linear("l", 6, 4, Bias.NONE)));
              }
            }),
        new Single(
            "geglu",
            List.of(rows),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.geglu(o.linear(in.get(0), Linear.of("l", 6, 8)));
              }
            }),
        new Single(
            "concatenated channels, upsampling",
            List.of(image, image),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.upsample(o.concatChannels(in.get(0), in.get(1)));
              }
            }),
        new Single(
            "padding right and bottom",
            List.of(image),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.padRightBottom(in.get(0));
              }
            }),
        new Single(
            "attention to other rows",
            List.of(rows, Shape.of(2, 3, 6)),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.attention(in.get(0), in.get(1), in.get(1), 2, Mask.NONE);
              }
            }),
        new Single(
            "causal attention",
            List.of(rows),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                return o.attention(in.get(0), in.get(0), in.get(0), 3, Mask.CAUSAL);
              }
            }),
        new Single(
            "to a sequence and back",
            List.of(image),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                T rows = o.linear(o.toSequence(in.get(0)), Linear.of("l", 6, 6));
                return o.add(o.toImage(rows, in.get(0)), in.get(0));
              }
            }),
        new Single(
            "prepended row, positions, normalised",
            List.of(rows),
            new Operation() {
              @Override
              public <T> T apply(Ops<T> o, List<T> in) {
                T x = o.prependRow(in.get(0), new Parameter("p", Shape.of(6)));
                return o.normalize(o.addPositions(x, new Embedding("e", 9, 6)));
              }
            }));
  }

  private Weights weights(Declaration declared) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    declared
        .parameters()
        .forEach(
            (name, shape) ->
                tensors.put(
                    name,
                    scope.floats(
                        Golden.fill(shape, j -> Math.sin(0.7 * j + name.length())), shape)));
    return new Weights(tensors);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void scriptGivesWhatElementaryOperationsGive(Network network) {
    List<Shape> shapes = ((Single) network).shapes();
    Declaration declared = Declaration.of(network, shapes);
    Weights weights = weights(declared);
    List<Tensor> inputs =
        shapes.stream()
            .map(s -> scope.floats(Golden.fill(s, j -> Math.cos(0.3 * j + s.rank())), s))
            .toList();

    Tensor script = ScriptCompiler.compile(scope, network).bind(scope, weights).run(scope, inputs);
    Tensor oracle = network.forward(new EagerOps(scope, weights), inputs);

    float[] expected = oracle.toFloats();
    double[] wide = new double[expected.length];
    Arrays.setAll(wide, i -> expected[i]);
    assertThat(Golden.distance(script.toFloats(), wide)).isLessThan(FP32);
    assertThat(script.shape()).isEqualTo(declared.output());
  }

  @Test
  void inputThatDoesNotFitIsRefusedWithBlockLayerAndShape() {
    Network network = operations().findFirst().orElseThrow();

    assertThatThrownBy(() -> Declaration.of(network, List.of(Shape.of(1, 5, 4, 4))))
        .hasMessageContaining("Block `conv with bias` does not fit")
        .hasMessageContaining("Layer `c` expects 6 in dimension 1")
        .hasMessageContaining("[1, 5, 4, 4]");
  }

  @Test
  void intermediateValuesAreFreedWhenNoBlockNeedsThem() {
    Network network =
        new Network() {
          @Override
          public List<String> inputs() {
            return List.of("x");
          }

          @Override
          public <T> T forward(Ops<T> ops, List<T> in) {
            T x = in.get(0);
            for (int i = 0; i < 10; i++) {
              x = ops.block("silu " + i, List.of(x), (o, v) -> o.silu(v.get(0)));
            }
            return x;
          }
        };
    BoundNetwork bound = ScriptCompiler.compile(scope, network).bind(scope, new Weights(Map.of()));
    Tensor x = scope.zeros(Shape.of(3));
    int before = Torch.openTensors();

    bound.run(scope, List.of(x));

    assertThat(Torch.openTensors()).isEqualTo(before + 1);
  }

  @Test
  void computingOutsideOfABlockIsRefused() {
    Network network =
        new Network() {
          @Override
          public List<String> inputs() {
            return List.of("x");
          }

          @Override
          public <T> T forward(Ops<T> ops, List<T> in) {
            return ops.silu(in.get(0));
          }
        };

    assertThatThrownBy(() -> ScriptCompiler.compile(scope, network))
        .hasMessageContaining("outside of a block");
  }
}
