package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.trainer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a draw stands between two calls of the model.
 *
 * @param latents what has come of the noise so far
 * @param memory what a multistep sampler needs of earlier calls, the newest first
 */
record Trajectory(Tensor latents, List<Tensor> memory) {
  Trajectory {
    memory = List.copyOf(memory);
  }

  /** A draw, or one of a sampler that remembers nothing. */
  static Trajectory at(Tensor latents) {
    return new Trajectory(latents, List.of());
  }

  /** Closes what the next state has not taken over. */
  void closeAllBut(Trajectory next) {
    List<Tensor> left = new ArrayList<>(memory);
    left.add(latents);
    left.remove(next.latents);
    left.removeAll(next.memory);
    left.forEach(Tensor::close);
  }
}
