package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.settings.ScorerRef;
import dev.spinrun.trainer.score.ClipScore;
import dev.spinrun.trainer.score.Scorer;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.InputField;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.FolderKind.Wanted;
import dev.spinrun.trainer.tensor.Scope;
import java.nio.file.Path;

/** Brings the judges that a plan names to the local disk and into memory. */
public final class ScorerLoader {
  private ScorerLoader() {}

  /** Downloads a judge's weights and returns where they lie. */
  public static Path download(StageContext context, ScorerRef ref) {
    Path folder = context.work().resolve("scorer-" + ref.name());
    InputField field = InputField.scorer(ref);
    InputFolder.download(
        field.source(context.stores(), ref.uri()), field, Wanted.CLIP_MODEL, folder);
    return folder;
  }

  /**
   * The judge whose weights lie in the folder.
   *
   * @throws InputException naming what is wrong, by the URI that the user gave
   */
  public static Scorer load(Scope scope, ScorerRef ref, Path folder) {
    return InputField.scorer(ref)
        .loaded(
            folder,
            ref.uri(),
            () ->
                switch (ref.name()) {
                  case CLIP_SCORE -> ClipScore.load(scope, folder);
                  case PICK_SCORE -> ClipScore.loadPickScore(scope, folder);
                });
  }
}
