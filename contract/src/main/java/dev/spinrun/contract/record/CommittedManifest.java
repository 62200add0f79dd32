package dev.spinrun.contract.record;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;

/**
 * A manifest as it lies in the store.
 *
 * @param digest of its bytes, which is the identity of the artefact: they may hold fields of a
 *     newer version that this one does not read
 */
public record CommittedManifest(Manifest manifest, String digest) {
  /**
   * The manifest in these bytes.
   *
   * @param where names them in errors
   * @throws dev.spinrun.contract.json.MalformedDocumentException if they hold none
   */
  public static CommittedManifest read(byte[] bytes, String where) {
    return new CommittedManifest(Documents.read(bytes, Manifest.class, where), Sha256.of(bytes));
  }
}
