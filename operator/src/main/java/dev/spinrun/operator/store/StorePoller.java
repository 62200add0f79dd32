package dev.spinrun.operator.store;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.observe.StoreViews;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.operator.store.Lanes.Health;
import dev.spinrun.runstore.object.Wordless;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the stores of all runs in progress, and tells when an answer differs from the one before. A
 * run is polled often while things change, less often while not; {@link Lanes} say how many at the
 * same time.
 *
 * <p>Nothing here must survive: after a restart the first question about a run starts it again.
 */
public final class StorePoller implements StoreViews, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StorePoller.class);

  private static final RejectedExecutionHandler AFTER_THE_END =
      new ThreadPoolExecutor.DiscardPolicy();

  /** A store whose calls take longer on average is ill. */
  private static final Duration SLOW_CALL = Duration.ofSeconds(3);

  /** Whom to wake, and who counts. */
  public interface Listener {
    /** Something about this run is new. */
    void changed(String namespace, String name);

    /** A round of so many calls ended after this time, with this answer. */
    void round(Duration duration, StoreView view, int calls);
  }

  private final StoreOpener opener;
  private final PollSettings settings;
  private final Clock clock;
  private final Listener listener;
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService threads;
  private final Lanes lanes;
  private final Map<String, Schedule> schedules = new ConcurrentHashMap<>();

  /** Starts nothing before the first question. */
  public StorePoller(StoreOpener opener, PollSettings settings, Clock clock, Listener listener) {
    this.opener = opener;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    this.timer = new ScheduledThreadPoolExecutor(1, named("store-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setRejectedExecutionHandler(AFTER_THE_END);
    // As many as the lanes let in; each ends a minute after its last round.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            named("store-"),
            AFTER_THE_END);
    this.lanes = new Lanes(settings.threads(), threads);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public StoreView view(StoreQuestion question) {
    Schedule schedule = schedule(question);
    boolean known = schedule.rounds.isFor(question);
    StoreView view = schedule.rounds.view(question);
    if (!known) {
      schedule.hurry();
    }
    return view;
  }

  /** Has a task done as soon as a thread is free. */
  public void submit(StoreQuestion question, StoreTask task) {
    Schedule schedule = schedule(question);
    schedule.rounds.add(task);
    schedule.hurry();
  }

  /** Ends the rounds of this run until somebody asks again: it is over, or gone. */
  public void forget(String uid) {
    Schedule schedule = schedules.remove(uid);
    if (schedule != null) {
      schedule.end();
    }
  }

  /**
   * Since when the round that is overdue for longest could have begun, its lane being free; empty
   * if none is overdue. A slow store is no reason: it fills its lane.
   */
  public Optional<Instant> overdueSince() {
    Instant now = clock.instant();
    return schedules.values().stream()
        .filter(e -> !e.going && e.due.isBefore(now) && e.lane.isFree())
        .map(e -> e.due)
        .min(Instant::compareTo);
  }

  private Schedule schedule(StoreQuestion question) {
    return schedules.computeIfAbsent(
        question.layout().uid(),
        uid -> {
          Schedule schedule = new Schedule(uid, question);
          schedule.hurry();
          return schedule;
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
  }

  /** The rounds of one run, and when the next one is. */
  private final class Schedule {
    private final String uid;
    private final String namespace;
    private final String name;
    private final Rounds rounds;
    private final Lanes.Lane lane;
    private final Lanes.Round round = this::round;
    private Duration pause = settings.shortest();
    private @Nullable ScheduledFuture<?> next;
    private boolean nextIsUrgent;
    private boolean working;
    private boolean again;
    private boolean ended;
    private volatile boolean going;
    private volatile Instant due;

    Schedule(String uid, StoreQuestion question) {
      this.uid = uid;
      this.namespace = question.layout().namespace();
      this.name = question.layout().name();
      this.rounds = new Rounds(question, opener, clock);
      this.lane =
          lanes.join(
              new Lanes.Endpoint(question.storage().endpoint(), question.storage().region()));
      this.due = clock.instant();
    }

    /** Has a round begin now, or another one after one that may have begun too early. */
    synchronized void hurry() {
      pause = settings.shortest();
      if (working) {
        again = true;
      } else if (!nextIsUrgent) {
        nextIn(Duration.ZERO, true);
      }
    }

    private synchronized void nextIn(Duration delay, boolean urgently) {
      if (ended) {
        return;
      }
      if (next != null) {
        next.cancel(false);
        next = null;
      }
      nextIsUrgent = urgently;
      due = clock.instant().plus(delay);
      if (urgently) {
        lane.enter(round, true);
      } else {
        next =
            timer.schedule(() -> lane.enter(round, false), delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    /** Whether this round may begin. */
    private synchronized boolean begins() {
      if (ended || working) {
        return false;
      }
      nextIsUrgent = false;
      working = true;
      going = true;
      return true;
    }

    private Health round() {
      if (!begins()) {
        return Health.UNKNOWN;
      }
      Instant start = clock.instant();
      StoreView before = rounds.latest();
      boolean news = true;
      try {
        StoreView after = rounds.round();
        news = Rounds.isNews(before, after);
      } catch (RuntimeException | StackOverflowError e) {
        LOG.error(
            "Looking into the store of SpinRun {}/{} failed; tried again later",
            namespace,
            name,
            Wordless.of(e));
      }
      // Else one that has waited long for its turn would count as forgotten until it has a new one.
      due = clock.instant();
      going = false;
      int calls = rounds.takeCalls();
      Duration took = Duration.between(start, clock.instant());
      StoreView view = rounds.latest();
      listener.round(took, view, calls);
      finish(news, calls);
      return health(view, took, calls);
    }

    private void finish(boolean news, int calls) {
      boolean forget = rounds.lastAsked().plus(settings.forgetAfter()).isBefore(clock.instant());
      synchronized (this) {
        working = false;
        pause = Pauses.after(pause, news, rounds.latest(), calls, schedules.size(), settings);
        if (ended) {
          rounds.close();
        } else if (forget) {
          schedules.remove(uid, this);
          end();
        } else {
          nextIn(again ? Duration.ZERO : pause, again);
          again = false;
        }
      }
      if (news && !forget) {
        listener.changed(namespace, name);
      }
    }

    private static Health health(StoreView view, Duration took, int calls) {
      StoreProblem problem = view.problem();
      boolean answers = problem == null || problem.kind() != StoreFailure.UNREACHABLE;
      return answers && took.compareTo(SLOW_CALL.multipliedBy(calls + 1L)) < 0
          ? Health.WELL
          : Health.ILL;
    }

    /** No round begins any more; one that is going closes the store when it ends. */
    synchronized void end() {
      if (ended) {
        return;
      }
      ended = true;
      lane.part(round);
      if (next != null) {
        next.cancel(false);
      }
      if (!working) {
        rounds.close();
      }
    }
  }
}
