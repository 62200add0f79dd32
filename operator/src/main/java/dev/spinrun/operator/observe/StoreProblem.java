package dev.spinrun.operator.observe;

import dev.spinrun.runstore.object.StoreException;

/**
 * Why a store could not be asked.
 *
 * @param message what, where, and what to do; no secret
 */
public record StoreProblem(Kind kind, String message) {

  /** Each has one condition reason. */
  public enum Kind {
    /** The Secret that the run names is not there. */
    CREDENTIALS_SECRET_MISSING,
    /** The Secret lacks a key. */
    CREDENTIALS_SECRET_INVALID,
    /** The store does not know the credentials, or no longer. */
    CREDENTIALS_REJECTED,
    /** The credentials may not do what is needed. */
    ACCESS_DENIED,
    /** The store replaces what must not be replaced: promotions would not be safe. */
    NO_CONDITIONAL_WRITES,
    /** No such bucket. */
    NO_SUCH_BUCKET,
    /** The bucket is in another region, or at another endpoint. */
    WRONG_REGION,
    /** Clocks differ too much. */
    CLOCK_SKEW,
    /** No space left. */
    FULL,
    /** A document in the store cannot be read. */
    DOCUMENT_INVALID,
    /** No answer: it is only waited for. */
    UNREACHABLE,
    /** Anything else that the store refused. */
    REFUSED
  }

  /** The same in our words. */
  public static StoreProblem of(StoreException e) {
    Kind kind =
        switch (e.kind()) {
          case CREDENTIALS_REJECTED -> Kind.CREDENTIALS_REJECTED;
          case ACCESS_DENIED -> Kind.ACCESS_DENIED;
          case NO_CONDITIONAL_WRITES -> Kind.NO_CONDITIONAL_WRITES;
          case NO_SUCH_BUCKET -> Kind.NO_SUCH_BUCKET;
          case WRONG_REGION -> Kind.WRONG_REGION;
          case CLOCK_SKEW -> Kind.CLOCK_SKEW;
          case FULL -> Kind.FULL;
          case UNREACHABLE -> Kind.UNREACHABLE;
          case TOO_LARGE, CORRUPT -> Kind.DOCUMENT_INVALID;
          case NOT_FOUND, REFUSED -> Kind.REFUSED;
        };
    return new StoreProblem(kind, String.valueOf(e.getMessage()));
  }
}
