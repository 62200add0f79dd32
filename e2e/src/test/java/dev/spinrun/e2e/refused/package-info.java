/** What a cluster refuses, and who is told. */
@NullMarked
package dev.spinrun.e2e.refused;

import org.jspecify.annotations.NullMarked;
