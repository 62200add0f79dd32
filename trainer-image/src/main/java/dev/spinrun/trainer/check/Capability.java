package dev.spinrun.trainer.check;

import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Torch;
import java.util.Locale;
import java.util.Optional;

/** In which precisions the card computes by itself. */
final class Capability {
  private Capability() {}

  /** Why there is no point in trying this precision here; empty if there is one. */
  static Optional<String> obstacle(Precision precision) {
    return Torch.card()
        .filter(card -> !precision.hasUnitsOn(card))
        .map(
            card ->
                "The card has compute capability %d.%d; %s needs %d.0 or newer."
                    .formatted(
                        card.major(), card.minor(), spelled(precision), precision.capability()));
  }

  /** What {@code Auto} stands for: bf16 on a GPU that has it, else fp32. */
  static Precision usual() {
    return Precision.of(MixedPrecision.AUTO);
  }

  /** As in PyTorch's documentation. */
  static String spelled(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
