/**
 * What can be said of any setting: the forms of text, bounds, and how an override replaces it. The
 * CRD's schema and the checks of the trainer are made from the same annotations.
 *
 * <p>Knows annotations and records. Must not know any setting. Start reading at {@link
 * dev.spinrun.contract.schema.Bounds}.
 */
@NullMarked
package dev.spinrun.contract.schema;

import org.jspecify.annotations.NullMarked;
