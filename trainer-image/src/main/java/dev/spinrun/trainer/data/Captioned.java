package dev.spinrun.trainer.data;

/**
 * One example of a data set before its image is read.
 *
 * @param file of the image, relative to the data set's folder
 * @param text the caption
 */
public record Captioned(String file, String text) {}
