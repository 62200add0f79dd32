/**
 * The settings of a run, each of them said once: field, meaning, unit, bounds and default. The
 * CRD's {@code spec} wraps these records, an iteration's plan holds them, and the trainer reads
 * them.
 *
 * <p>Knows the words of the method and of diffusers. Must not know Kubernetes' objects, tensors or
 * I/O. Start reading at {@link dev.spinrun.contract.settings.Train}.
 */
@NullMarked
package dev.spinrun.contract.settings;

import org.jspecify.annotations.NullMarked;
