package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.CudaDevice;
import dev.spinrun.trainer.tensor.Torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The numbers that a stage is asked to compute in, on the device that there is. */
public final class RequiredPrecision {
  private static final Logger LOG = LoggerFactory.getLogger(RequiredPrecision.class);

  private RequiredPrecision() {}

  /**
   * The precision that a setting asks for.
   *
   * @param field that holds the setting, as {@code train.mixedPrecision}
   * @throws ConfigurationException if the GPU has no hardware support for it: it would compute
   *     slower than in fp32, or fail in mid-run
   */
  public static Precision of(String field, MixedPrecision setting) {
    Precision precision = Precision.of(setting);
    Torch.card().ifPresent(card -> require(field, precision, card));
    LOG.info("the UNet computes in {}", precision);
    return precision;
  }

  static void require(String field, Precision precision, CudaDevice card) {
    if (!precision.hasUnitsOn(card)) {
      throw new ConfigurationException(
          "%s asks for %s, which needs a GPU of compute capability %d.0 or newer; this one (%s) has %d.%d. Set it to Auto, or choose another GPU by pod.nodeSelector."
              .formatted(
                  field,
                  Documents.text(precision.setting()),
                  precision.capability(),
                  card.name(),
                  card.major(),
                  card.minor()));
    }
  }
}
