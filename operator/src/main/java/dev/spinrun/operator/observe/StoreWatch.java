package dev.spinrun.operator.observe;

/** Keeps an eye on stores, elsewhere than on the thread that asks. */
public interface StoreWatch {
  /** The latest answer to exactly this question, unanswered if there is none; never blocks. */
  StoreView view(StoreQuestion question);
}
