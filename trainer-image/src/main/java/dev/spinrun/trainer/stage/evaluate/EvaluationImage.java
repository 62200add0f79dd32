package dev.spinrun.trainer.stage.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * One image that an evaluation draws.
 *
 * @param prompt position of the prompt, from 0
 * @param image number of the image of that prompt, from 0
 */
record EvaluationImage(int prompt, int image, String text) {
  /** Prompts whose first image is shown in the gallery. */
  static final int PREVIEWS = 12;

  /** All images of these prompts, prompt by prompt. */
  static List<EvaluationImage> all(List<String> prompts, int imagesPerPrompt) {
    List<EvaluationImage> all = new ArrayList<>();
    for (int p = 0; p < prompts.size(); p++) {
      for (int i = 0; i < imagesPerPrompt; i++) {
        all.add(new EvaluationImage(p, i, prompts.get(p)));
      }
    }
    return all;
  }

  boolean isPreview() {
    return image == 0 && prompt < PREVIEWS;
  }

  /** File name of its preview. */
  String fileName() {
    return fileName(prompt);
  }

  static String fileName(int prompt) {
    return "preview-%02d.png".formatted(prompt);
  }
}
