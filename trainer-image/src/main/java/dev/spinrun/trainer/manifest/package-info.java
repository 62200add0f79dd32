/**
 * How is a SpinRun's manifest read where there is no API server?
 *
 * <p>Knows YAML and the defaults of the CRD. Must not know what is done with a run. Start reading
 * at {@link dev.spinrun.trainer.manifest.RunManifest}.
 */
@NullMarked
package dev.spinrun.trainer.manifest;

import org.jspecify.annotations.NullMarked;
