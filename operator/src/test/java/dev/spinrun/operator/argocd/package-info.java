/**
 * Argo CD's side of our scripts for it, for the tests of operator and cluster.
 *
 * <p>Knows how Argo CD runs a Lua script. Must not know what a script is for. Start reading at
 * {@code ArgoCdScripts}.
 */
package dev.spinrun.operator.argocd;
