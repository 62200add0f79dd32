/** An operator of many tenants, some of whom mean no good. */
@NullMarked
package dev.spinrun.e2e.hostile;

import org.jspecify.annotations.NullMarked;
