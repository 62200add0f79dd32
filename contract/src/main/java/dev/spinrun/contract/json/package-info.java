/**
 * JSON as operator and trainer write it: a schema number in each document, unknown fields ignored,
 * unknown schemas refused.
 *
 * <p>Knows Jackson. Must not know any document. Start reading at {@link
 * dev.spinrun.contract.json.Documents}.
 */
@NullMarked
package dev.spinrun.contract.json;

import org.jspecify.annotations.NullMarked;
