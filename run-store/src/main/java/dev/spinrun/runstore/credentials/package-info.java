/**
 * With which keys does a process ask a store?
 *
 * <p>Knows Secrets that are mounted and variables that hold keys. Must not know requests. No text
 * that it makes shows a key. Start reading at {@link
 * dev.spinrun.runstore.credentials.CredentialsSource}.
 */
@NullMarked
package dev.spinrun.runstore.credentials;

import org.jspecify.annotations.NullMarked;
