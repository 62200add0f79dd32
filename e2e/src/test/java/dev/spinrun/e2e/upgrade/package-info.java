/**
 * Operators and objects of different versions.
 *
 * <p>Knows the CRD of an earlier version. Must not know what has changed since. Start reading at
 * {@code UpgradeTest}.
 */
package dev.spinrun.e2e.upgrade;
