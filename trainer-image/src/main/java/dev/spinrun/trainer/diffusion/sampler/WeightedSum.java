package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.ScriptCall;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Sums of tensors of one shape, each times a number, in one call. */
final class WeightedSum {
  private final Script script;

  /** Its scripts, for sums of 2 to as many terms, live as long as the scope. */
  WeightedSum(Scope scope, int mostTerms) {
    this.script =
        Script.compile(
            scope, IntStream.rangeClosed(2, mostTerms).mapToObj(WeightedSum::method).toList());
  }

  private static String method(int terms) {
    StringBuilder head = new StringBuilder("def sum" + terms + "(self");
    StringBuilder body = new StringBuilder("  s = torch.mul(t0, w0)\n");
    for (int i = 0; i < terms; i++) {
      head.append(", t%d: Tensor, w%d: float".formatted(i, i));
      if (i > 0) {
        body.append("  s = torch.add(s, torch.mul(t%d, w%d))\n".formatted(i, i));
      }
    }
    return head + ") -> Tensor:\n" + body + "  return s\n";
  }

  /** The sum, in the given scope. */
  Tensor of(Scope scope, List<Tensor> terms, double... weights) {
    ScriptCall call = script.call("sum" + terms.size());
    for (int i = 0; i < weights.length; i++) {
      call.tensor(terms.get(i)).number(weights[i]);
    }
    return call.one(scope);
  }
}
