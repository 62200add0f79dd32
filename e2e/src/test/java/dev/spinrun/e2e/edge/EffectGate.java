package dev.spinrun.e2e.edge;

/** Decides what becomes of each effect of one operator. Called by many threads. */
public interface EffectGate {
  /** Lets everything pass. */
  EffectGate OPEN =
      new EffectGate() {
        @Override
        public Passage ask(String effect) {
          return Passage.PASS;
        }

        @Override
        public boolean isShut() {
          return false;
        }
      };

  /**
   * What becomes of an effect that is about to happen.
   *
   * @param effect a write to Kubernetes or any call of the store; the same words in each run
   */
  Passage ask(String effect);

  /** Whether not even reads pass: the process is dead. */
  boolean isShut();

  /**
   * What becomes of an effect.
   *
   * @param status HTTP status of the answer, for {@link Kind#ANSWER}
   */
  record Passage(Kind kind, int status) {
    /** It happens. */
    public static final Passage PASS = new Passage(Kind.PASS, 0);

    /** It does not happen: the connection ends. */
    public static final Passage REFUSED = new Passage(Kind.REFUSED, 0);

    /** It happens, and the connection ends before the reply. */
    public static final Passage REPLY_LOST = new Passage(Kind.REPLY_LOST, 0);

    /** It does not happen: the API server answers with this HTTP status. */
    public static Passage answer(int status) {
      return new Passage(Kind.ANSWER, status);
    }

    /** The ways. */
    public enum Kind {
      /** It happens. */
      PASS,
      /** It does not happen, and the connection ends. */
      REFUSED,
      /** It happens, and the connection ends. */
      REPLY_LOST,
      /** It does not happen, and an error is the answer. */
      ANSWER
    }
  }
}
