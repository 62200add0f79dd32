/**
 * What is this machine able to do?
 *
 * <p>Knows checks that need no files and no network, what each found, and the report that is made
 * of it. Must not know plans or stores. Start reading at {@link
 * dev.spinrun.trainer.check.SelfTest}.
 */
@NullMarked
package dev.spinrun.trainer.check;

import org.jspecify.annotations.NullMarked;
