package dev.spinrun.trainer.data;

import dev.spinrun.trainer.data.PictureLoader.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Reads whole data sets, for tests. */
final class Loading {
  private Loading() {}

  static List<Outcome> all(DataSet data, int resolution) {
    List<Outcome> outcomes = new ArrayList<>();
    try (PictureLoader loader = new PictureLoader(data, resolution, 2)) {
      for (Outcome next = loader.next(); next != null; next = loader.next()) {
        outcomes.add(next);
      }
    }
    return outcomes;
  }
}
