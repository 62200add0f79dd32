/**
 * How are the files of a repository on Hugging Face's hub read?
 *
 * <p>Knows repositories, revisions and the digests that the hub promises. Must not know S3, and
 * writes nothing. Start reading at {@link dev.spinrun.runstore.hub.HubSource}.
 */
@NullMarked
package dev.spinrun.runstore.hub;

import org.jspecify.annotations.NullMarked;
