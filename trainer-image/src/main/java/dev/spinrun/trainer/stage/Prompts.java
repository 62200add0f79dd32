package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.object.StoreUri;
import dev.spinrun.trainer.data.JsonLines;
import java.util.List;

/** The prompts of an evaluation. */
final class Prompts {
  private static final int MAX_BYTES = 256 << 20;

  private Prompts() {}

  static List<String> read(StageContext context) {
    StoreUri uri = StoreUri.parse(context.plan().evaluation().prompts());
    byte[] file = context.stores().at(uri.parent()).read(uri.fileName(), MAX_BYTES);
    return JsonLines.prompts(file, uri.toString());
  }
}
