package dev.spinrun.contract.plan;

import dev.spinrun.contract.json.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * The settings of an iteration as they lie in the store and in a ConfigMap, byte for byte: their
 * digest ties checkpoints to them.
 *
 * @param text of the document
 */
public record FrozenPlan(IterationPlan plan, String text, String digest) {
  /**
   * The plan in these bytes.
   *
   * @throws dev.spinrun.contract.json.MalformedDocumentException naming {@code where} if they hold
   *     none
   */
  public static FrozenPlan of(byte[] bytes, String where) {
    return new FrozenPlan(
        IterationPlan.read(bytes, where),
        new String(bytes, StandardCharsets.UTF_8),
        Sha256.of(bytes));
  }
}
