package dev.spinrun.trainer.report;

import dev.spinrun.contract.settings.ScorerName;

/**
 * One scorer's verdict on one image: a line of the scores of a shard.
 *
 * @param prompt position of the prompt in the list, from 0
 * @param image number of the image of that prompt, from 0
 * @param seed from which its initial latents were drawn
 */
public record ScoreLine(
    int prompt, int image, long seed, String text, ScorerName scorer, double score) {

  /** What makes two lines comparable: the same scorer on images of the same prompt and noise. */
  Pair pair() {
    return new Pair(prompt, image, seed, text, scorer);
  }

  /** Identity of an image across candidates. */
  record Pair(int prompt, int image, long seed, String text, ScorerName scorer) {}
}
