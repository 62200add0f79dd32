package dev.spinrun.trainer.score;

import dev.spinrun.trainer.diffusion.picture.Picture;
import java.util.List;

/** Judges pictures. Higher is better; numbers of different scorers cannot be compared. */
public interface Scorer {
  /**
   * Scores each picture for the prompt at the same place.
   *
   * @return one finite number per picture, independent of the others
   */
  float[] score(List<String> prompts, List<Picture> pictures);
}
