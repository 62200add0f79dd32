package dev.spinrun.trainer.nn;

import java.util.List;

/** A network over {@link Ops}: pure, without weights. */
public interface Network {
  /** Names of the inputs, in order, each ending in the letters of its shape. */
  List<String> inputs();

  /** Builds or computes the result from the inputs. */
  <T> T forward(Ops<T> ops, List<T> inputs);
}
