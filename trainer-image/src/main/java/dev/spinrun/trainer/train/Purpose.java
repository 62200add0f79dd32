package dev.spinrun.trainer.train;

import dev.spinrun.contract.plan.Reading;
import dev.spinrun.trainer.diffusion.random.RandomStream;

/** What a random number in training is for; each purpose has streams of its own. */
enum Purpose {
  DATA_ORDER,
  TIMESTEP,
  NOISE,
  REJECTED_NOISE,
  PROMPT_DROPOUT,
  ADAPTERS;

  /** The stream of an iteration's purpose at a place (an epoch, or a step and an example). */
  RandomStream stream(TrainingSettings settings, long... place) {
    return stream(settings.reading(), place);
  }

  /** The stream of the training that reads this. */
  RandomStream stream(Reading reading, long... place) {
    long[] path = new long[place.length + 2];
    path[0] = reading.iteration();
    path[1] = RandomStream.number("training " + name());
    System.arraycopy(place, 0, path, 2, place.length);
    return RandomStream.of(reading.seed(), path);
  }
}
