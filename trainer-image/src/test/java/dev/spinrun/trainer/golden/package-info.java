/** Reads the values that the reference implementation made; see golden/README.md. */
@NullMarked
package dev.spinrun.trainer.golden;

import org.jspecify.annotations.NullMarked;
