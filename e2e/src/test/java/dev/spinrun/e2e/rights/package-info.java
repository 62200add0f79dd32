/**
 * What the operator may do in a cluster, compared with what it does.
 *
 * <p>Knows RBAC rules and audit logs. Must not know what a request is for. Start reading at {@code
 * RightsTest}.
 */
package dev.spinrun.e2e.rights;
