package dev.spinrun.operator.observe;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.object.StoreException;

/**
 * Why a store could not be asked.
 *
 * @param message what, where, and what to do; no secret
 */
public record StoreProblem(StoreFailure kind, String message) {
  /** The problem that this exception tells of. */
  public static StoreProblem of(StoreException e) {
    return new StoreProblem(e.kind(), String.valueOf(e.getMessage()));
  }
}
