/**
 * How is a server reached, how long is it waited for, and what goes wrong on the way?
 *
 * <p>Knows time-outs, retries, proxies, certificates and how much an answer may hold. Must not know
 * what the server is asked. Start reading at {@link dev.spinrun.runstore.network.StoreSettings}.
 */
@NullMarked
package dev.spinrun.runstore.network;

import org.jspecify.annotations.NullMarked;
