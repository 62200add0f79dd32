/**
 * The pages that lead a new user, read and done to the letter.
 *
 * <p>Knows Markdown and what a reader does: type, look, press Ctrl-C. Must not know SpinRun beyond
 * what the pages say of it. Start reading at {@link dev.spinrun.e2e.walk.WalkTest}.
 */
@NullMarked
package dev.spinrun.e2e.walk;

import org.jspecify.annotations.NullMarked;
