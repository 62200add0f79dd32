package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Texts of equal length as one tensor of ids. */
final class TokenIds {
  private TokenIds() {}

  static Tensor tensor(Scope scope, List<int[]> ids) {
    int length = ids.get(0).length;
    if (ids.stream().anyMatch(row -> row.length != length)) {
      throw new IllegalArgumentException(
          "Texts of %s tokens cannot be encoded together; pad them to one length."
              .formatted(ids.stream().map(row -> row.length).distinct().toList()));
    }
    long[] all = ids.stream().flatMapToInt(Arrays::stream).asLongStream().toArray();
    return scope.longs(all, Shape.of(ids.size(), length));
  }
}
