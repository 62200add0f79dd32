package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Ops over variable names: writes the TorchScript of one block.
 *
 * <p>Weights are elements of a list argument {@code w}, in order of first use, so that blocks of
 * equal construction have equal text.
 */
final class BlockEmitter implements Ops<Symbol> {
  private final StringBuilder lines = new StringBuilder();
  private final List<String> weights = new ArrayList<>();
  private final Optional<Placement> placement;
  private final Precision precision;
  private int variables;

  private BlockEmitter(Optional<Placement> placement, Precision precision) {
    this.placement = placement;
    this.precision = precision;
  }

  /** Writes the inside of a block. */
  static BlockEmitter inside(Precision precision) {
    return new BlockEmitter(Optional.empty(), precision);
  }

  /** Hands each block to the placement; operations outside of blocks are a mistake. */
  static BlockEmitter between(Placement placement) {
    return new BlockEmitter(Optional.of(placement), Precision.FP32);
  }

  /** Takes a block that is to be compiled and answers the symbol of its result. */
  interface Placement {
    Symbol place(
        String name,
        boolean light,
        List<Symbol> inputs,
        BiFunction<Ops<Symbol>, List<Symbol>, Symbol> body);
  }

  /** Names of the weights that the block reads, in the order of its list argument. */
  List<String> weights() {
    return weights;
  }

  /** Everything behind the method's name. */
  String text(int inputs, Symbol result) {
    StringBuilder signature = new StringBuilder("(self, w: List[Tensor]");
    for (int i = 0; i < inputs; i++) {
      signature.append(", ").append(input(i).name()).append(": Tensor");
    }
    return signature + ") -> Tensor:\n" + lines + "  return " + result.name() + "\n";
  }

  static Symbol input(int index) {
    return new Symbol("i" + index);
  }

  @Override
  public Symbol conv2d(Symbol x, Conv2d layer) {
    String kernel = weight(layer.weight());
    String bias = layer.bias() == Bias.ADDED ? narrow(weight(layer.shift())) : "None";
    String stride = pair(layer.stride());
    String padding = pair(layer.padding());
    String plain =
        "torch.conv2d(%s, %s, %s, %s, %s)"
            .formatted(narrow(x.name()), narrow(kernel), bias, stride, padding);
    if (precision.isHalf()) {
      return set("%s", plain);
    }
    return set(
        "%s if not %s.is_mkldnn else torch.mkldnn_convolution(%s, %s, %s, %s, %s, [1, 1], 1)",
        plain, kernel, x.name(), kernel, bias, padding, stride);
  }

  private static String pair(int value) {
    return "[%1$d, %1$d]".formatted(value);
  }

  @Override
  public Symbol linear(Symbol x, Linear layer) {
    Symbol input = precision.isHalf() ? set("%s", narrow(x.name())) : x;
    String bias = layer.bias() == Bias.ADDED ? ", " + narrow(weight(layer.shift())) : "";
    Symbol product =
        set("torch.linear(%s, %s%s)", input.name(), narrow(weight(layer.weight())), bias);
    return layer.rank() == 0
        ? product
        : set(
            "torch.add(%s, torch.linear(torch.linear(%s, %s), %s))",
            product.name(), input.name(), narrow(weight(layer.down())), narrow(weight(layer.up())));
  }

  /** An expression in the numbers of the precision; one that is in them already costs nothing. */
  private String narrow(String expression) {
    return to(expression, precision.scalarType());
  }

  /** An expression in fp32. */
  private String widen(String expression) {
    return to(expression, Precision.FULL);
  }

  private String to(String expression, int scalarType) {
    return precision.isHalf() ? "torch.to(%s, %d)".formatted(expression, scalarType) : expression;
  }

  @Override
  public Symbol groupNorm(Symbol x, GroupNorm layer) {
    return set(
        "torch.group_norm(%s, %d, %s, %s, %s)",
        widen(x.name()),
        layer.groups(),
        widen(weight(layer.weight())),
        widen(weight(layer.shift())),
        layer.epsilon());
  }

  @Override
  public Symbol layerNorm(Symbol x, LayerNorm layer) {
    return set(
        "torch.layer_norm(%s, [%d], %s, %s, %s)",
        widen(x.name()),
        layer.width(),
        widen(weight(layer.weight())),
        widen(weight(layer.shift())),
        layer.epsilon());
  }

  @Override
  public Symbol silu(Symbol x) {
    return set("torch.silu(%s)", x.name());
  }

  @Override
  public Symbol gelu(Symbol x) {
    return set("torch.gelu(%s)", x.name());
  }

  @Override
  public Symbol quickGelu(Symbol x) {
    return set("torch.mul(%1$s, torch.sigmoid(torch.mul(%1$s, 1.702)))", x.name());
  }

  @Override
  public Symbol geglu(Symbol x) {
    Symbol halves = set("torch.chunk(%s, 2, -1)", x.name());
    return set("torch.mul(%1$s[0], torch.gelu(%1$s[1]))", halves.name());
  }

  @Override
  public Symbol add(Symbol a, Symbol b) {
    return set("torch.add(%s, %s)", a.name(), b.name());
  }

  @Override
  public Symbol addPerChannel(Symbol x, Symbol y) {
    return set("torch.add(%s, torch.unsqueeze(torch.unsqueeze(%s, -1), -1))", x.name(), y.name());
  }

  @Override
  public Symbol concatChannels(Symbol a, Symbol b) {
    return set("torch.cat([%s, %s], 1)", a.name(), b.name());
  }

  @Override
  public Symbol upsample(Symbol x) {
    return set("torch.upsample_nearest2d(%s, None, [2., 2.])", x.name());
  }

  @Override
  public Symbol padRightBottom(Symbol x) {
    return set("torch.constant_pad_nd(%s, [0, 1, 0, 1], 0.)", x.name());
  }

  @Override
  public Symbol attention(Symbol query, Symbol key, Symbol value, int heads, Mask mask) {
    Symbol rows =
        set(
            "torch.scaled_dot_product_attention(%s, %s, %s, None, 0., %s)",
            perHead(query, heads),
            perHead(key, heads),
            perHead(value, heads),
            mask == Mask.CAUSAL ? "True" : "False");
    return set("torch.flatten(torch.transpose(%s, 1, 2), 2)", rows.name());
  }

  private String perHead(Symbol x, int heads) {
    return "torch.transpose(torch.unflatten(%s, -1, [%d, -1]), 1, 2)"
        .formatted(narrow(x.name()), heads);
  }

  @Override
  public Symbol toSequence(Symbol x) {
    // A view would go through other kernels where gradients are recorded than where they are not.
    return set("torch.contiguous(torch.transpose(torch.flatten(%s, 2), 1, 2))", x.name());
  }

  @Override
  public Symbol toImage(Symbol x, Symbol like) {
    // Without the copy the image is channels-last, and each convolution copies its kernel to match.
    return set(
        "torch.contiguous(torch.reshape(torch.transpose(%s, 1, 2), torch.size(%s)))",
        x.name(), like.name());
  }

  @Override
  public Symbol embed(Symbol ids, Embedding table) {
    return set("torch.embedding(%s, %s)", weight(table.weight()), ids.name());
  }

  @Override
  public Symbol addPositions(Symbol x, Embedding table) {
    return set(
        "torch.add(%1$s, torch.slice(%2$s, 0, 0, torch.size(%1$s, 1)))",
        x.name(), weight(table.weight()));
  }

  @Override
  public Symbol prependRow(Symbol x, Parameter row) {
    return set(
        "torch.cat([torch.expand(%2$s, [torch.size(%1$s, 0), 1, -1]), %1$s], 1)",
        x.name(), weight(row.name()));
  }

  @Override
  public Symbol pickRow(Symbol x, Symbol index) {
    Symbol places =
        set(
            "torch.expand(torch.reshape(%s, [-1, 1, 1]), [-1, 1, torch.size(%s, 2)])",
            index.name(), x.name());
    return set("torch.squeeze(torch.gather(%s, 1, %s), 1)", x.name(), places.name());
  }

  @Override
  public Symbol normalize(Symbol x) {
    return set("torch.div(%1$s, torch.norm(%1$s, 2, [-1], True))", x.name());
  }

  @Override
  public Symbol full(Symbol x) {
    return precision.isHalf() ? set("%s", widen(x.name())) : x;
  }

  @Override
  public Symbol block(
      String name, List<Symbol> inputs, BiFunction<Ops<Symbol>, List<Symbol>, Symbol> body) {
    return place(name, false, inputs, body);
  }

  @Override
  public Symbol lightBlock(
      String name, List<Symbol> inputs, BiFunction<Ops<Symbol>, List<Symbol>, Symbol> body) {
    return place(name, true, inputs, body);
  }

  /** A block inside of a block is part of the outer one. */
  private Symbol place(
      String name,
      boolean light,
      List<Symbol> inputs,
      BiFunction<Ops<Symbol>, List<Symbol>, Symbol> body) {
    return placement.isPresent()
        ? placement.get().place(name, light, inputs, body)
        : body.apply(this, inputs);
  }

  private String weight(String name) {
    int index = weights.indexOf(name);
    if (index < 0) {
      index = weights.size();
      weights.add(name);
    }
    return "w[" + index + "]";
  }

  @SuppressWarnings("AnnotateFormatMethod") // not worth a dependency
  private Symbol set(String expression, Object... values) {
    if (placement.isPresent()) {
      throw new IllegalStateException(
          "The network computes `" + expression + "` outside of a block; put it into one.");
    }
    Symbol variable = new Symbol("v" + variables++);
    lines.append("  ").append(variable.name()).append(" = ");
    lines.append(expression.formatted(values)).append('\n');
    return variable;
  }
}
