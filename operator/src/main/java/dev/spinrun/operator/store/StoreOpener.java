package dev.spinrun.operator.store;

import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.runstore.object.StoreException;

/** Opens the store of a run. */
public interface StoreOpener {
  /**
   * The store that the question is about; the caller closes it.
   *
   * @throws StoreException if the run's Secret does not give access
   */
  OpenStore open(StoreQuestion question);
}
