/**
 * Folders as committed artefacts: upload the files, then a manifest; download and verify against
 * it.
 *
 * <p>Knows manifests and the store interface. Must not know which artefact it carries. Start
 * reading at {@link dev.spinrun.runstore.artefact.Artefacts}.
 */
@NullMarked
package dev.spinrun.runstore.artefact;

import org.jspecify.annotations.NullMarked;
