package dev.spinrun.trainer.data;

import dev.spinrun.trainer.data.DataSet.Entries;
import dev.spinrun.trainer.data.PictureLoader.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads whole data sets, for tests. */
final class Loading {
  private static final int MOST = 10_000;

  private Loading() {}

  static List<Outcome> all(DataSet data, int resolution) {
    BitSet all = new BitSet();
    all.set(0, MOST);
    return selected(data, new Selection(all, List.of()), resolution);
  }

  static List<Outcome> selected(DataSet data, Selection selection, int resolution) {
    List<Outcome> outcomes = new ArrayList<>();
    try (Entries entries = data.open(selection);
        PictureLoader loader = new PictureLoader(entries, resolution, 2)) {
      for (Outcome next = loader.next(); next != null; next = loader.next()) {
        outcomes.add(next);
      }
    }
    return outcomes;
  }
}
