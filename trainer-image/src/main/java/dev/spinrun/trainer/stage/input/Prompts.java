package dev.spinrun.trainer.stage.input;

import dev.spinrun.runstore.object.StoreUri;
import dev.spinrun.trainer.data.JsonLines;
import dev.spinrun.trainer.stage.context.InputField;
import dev.spinrun.trainer.stage.context.StageContext;
import java.util.List;

/** The prompts of an evaluation. */
public final class Prompts {
  /** Far more than a person reads: a million prompts of CLIP's 77 tokens. */
  private static final int MAX_BYTES = 256 << 20;

  private Prompts() {}

  /** As they stand in their file. */
  public static List<String> read(StageContext context) {
    InputField field = InputField.PROMPTS;
    StoreUri uri = field.parsed(() -> StoreUri.parse(context.plan().evaluate().prompts()));
    byte[] file =
        field.source(context.stores(), uri.parent().toString()).read(uri.fileName(), MAX_BYTES);
    return field.read(() -> JsonLines.prompts(file, uri.toString()));
  }
}
