package dev.spinrun.operator.store;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which rounds go on at the same time. Each endpoint has a lane of its own, so that a store which
 * answers a byte every few seconds holds up its own runs and nobody else's. A lane is narrow until
 * its endpoint has answered well; and all narrow lanes together never take every thread.
 */
final class Lanes {
  /** Threads that only endpoints which answer well may use. */
  private static final int RESERVED = 8;

  private static final int LEAST_THREADS = 32;

  private final int width;
  private final int all;
  private final Executor threads;
  private final Map<Endpoint, Lane> lanes = new HashMap<>();

  /** Lanes in which rounds wait, in the order of their turns. */
  private final Queue<Lane> turns = new ArrayDeque<>();

  private int running;
  private int runningNarrow;

  /**
   * Lanes without any round.
   *
   * @param width rounds at the same time in a lane whose endpoint answers well
   * @param threads runs a round at once, whenever it is given one
   */
  Lanes(int width, Executor threads) {
    this.width = width;
    this.all = Math.max(LEAST_THREADS, width + 3 * RESERVED);
    this.threads = threads;
  }

  /** Whose time it is that a round takes. */
  record Endpoint(@Nullable String endpoint, @Nullable String region) {}

  /** What a round tells of its endpoint. */
  enum Health {
    /** The endpoint answers in time. */
    WELL,
    /** It does not, or very slowly. */
    ILL,
    /** It was not asked. */
    UNKNOWN
  }

  /** One round of a run; the same object for the same run. */
  interface Round {
    Health run();
  }

  /** The lane of this endpoint; whoever joins it parts from it. */
  synchronized Lane join(Endpoint endpoint) {
    Lane lane = lanes.computeIfAbsent(endpoint, Lane::new);
    lane.users++;
    return lane;
  }

  /** One round of each lane in turn, until none of them has both a round and room for it. */
  private synchronized void begin() {
    int passed = 0;
    while (passed < turns.size()) {
      Lane lane = turns.remove();
      if (lane.isWaitedFor() && lane.hasRoom()) {
        lane.begin(lane.take());
        passed = 0;
      } else if (lane.isWaitedFor()) {
        passed++;
      }
      lane.queued = lane.isWaitedFor();
      if (lane.queued) {
        turns.add(lane);
      }
    }
  }

  /** The rounds of one endpoint. */
  final class Lane {
    private final Endpoint endpoint;
    private final Set<Round> urgent = new LinkedHashSet<>();
    private final Set<Round> routine = new LinkedHashSet<>();
    private boolean well;
    private boolean queued;
    private int users;
    private int inLane;

    Lane(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Has this round begin as soon as there is room, those first that somebody waits for. */
    void enter(Round round, boolean urgently) {
      synchronized (Lanes.this) {
        if (urgently) {
          routine.remove(round);
          urgent.add(round);
        } else if (!urgent.contains(round)) {
          routine.add(round);
        }
        if (!queued) {
          queued = true;
          turns.add(this);
        }
      }
      Lanes.this.begin();
    }

    /** Whether a round that is due would begin at once: if one does not, nothing moves. */
    boolean isFree() {
      synchronized (Lanes.this) {
        return hasRoom();
      }
    }

    void part(Round round) {
      synchronized (Lanes.this) {
        urgent.remove(round);
        routine.remove(round);
        if (--users == 0) {
          lanes.remove(endpoint);
        }
      }
    }

    private boolean hasRoom() {
      return running < all
          && (well ? inLane < width : inLane < 1 && runningNarrow < all - RESERVED);
    }

    private boolean isWaitedFor() {
      return !urgent.isEmpty() || !routine.isEmpty();
    }

    private Round take() {
      Iterator<Round> first = (urgent.isEmpty() ? routine : urgent).iterator();
      Round round = first.next();
      first.remove();
      return round;
    }

    private void begin(Round round) {
      boolean narrow = !well;
      inLane++;
      running++;
      runningNarrow += narrow ? 1 : 0;
      threads.execute(
          () -> {
            Health health = Health.ILL;
            try {
              health = round.run();
            } finally {
              end(health, narrow);
            }
          });
    }

    private void end(Health health, boolean narrow) {
      synchronized (Lanes.this) {
        inLane--;
        running--;
        runningNarrow -= narrow ? 1 : 0;
        if (health != Health.UNKNOWN) {
          well = health == Health.WELL;
        }
      }
      Lanes.this.begin();
    }
  }
}
