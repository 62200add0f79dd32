package dev.spinrun.operator.observe;

/** What stores answered. They are asked elsewhere than on the thread that calls. */
public interface StoreViews {
  /** The latest answer to exactly this question, unanswered if there is none; never blocks. */
  StoreView view(StoreQuestion question);
}
