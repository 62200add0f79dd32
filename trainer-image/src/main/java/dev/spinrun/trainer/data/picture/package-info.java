/**
 * How does an image file become a picture of the right size, and a picture a file?
 *
 * <p>Knows formats, orientation and resampling. Must not know data sets. Start reading at {@link
 * dev.spinrun.trainer.data.picture.PictureFile}.
 */
@NullMarked
package dev.spinrun.trainer.data.picture;

import org.jspecify.annotations.NullMarked;
