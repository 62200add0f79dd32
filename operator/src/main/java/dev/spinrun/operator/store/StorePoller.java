package dev.spinrun.operator.store;

import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.observe.StoreWatch;
import dev.spinrun.operator.plan.StoreTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the stores of all runs in progress on a small pool of threads, and tells when an answer
 * differs from the one before. A run is polled often while things change, less often while not.
 *
 * <p>Nothing here must survive: after a restart the first question about a run starts it again.
 */
public final class StorePoller implements StoreWatch, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StorePoller.class);

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
  private final ScheduledThreadPoolExecutor pool;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** Rounds that somebody waits for; routine looks let them pass. */
  private final AtomicInteger urgent = new AtomicInteger();

  /** Starts nothing before the first question. */
  public StorePoller(StoreOpener opener, PollSettings settings, Clock clock, Listener listener) {
    this.opener = opener;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ScheduledThreadPoolExecutor(
            settings.threads(),
            task -> {
              Thread thread = new Thread(task, "store-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.setRemoveOnCancelPolicy(true);
  }

  @Override
  public StoreView view(StoreQuestion question) {
    Entry entry = entry(question);
    boolean known = entry.run.isFor(question);
    StoreView view = entry.run.view(question);
    if (!known) {
      entry.hurry();
    }
    return view;
  }

  /** Has a task done as soon as a thread is free. */
  public void submit(StoreQuestion question, StoreTask task) {
    Entry entry = entry(question);
    entry.run.add(task);
    entry.hurry();
  }

  /** Looks at everything as soon as a thread is free. */
  public void lookNow(StoreQuestion question) {
    Entry entry = entry(question);
    entry.run.lookAtAll();
    entry.hurry();
  }

  /** Looks at this run no more until somebody asks again: it is over, or gone. */
  public void forget(String uid) {
    Entry entry = entries.remove(uid);
    if (entry != null) {
      entry.end();
    }
  }

  /** When the round that has been going for longest began, if any is going. */
  public Optional<Instant> oldestRound() {
    return entries.values().stream()
        .map(e -> e.begun)
        .filter(java.util.Objects::nonNull)
        .min(Instant::compareTo);
  }

  /** When a round is latest overdue since; empty if all runs are polled as planned. */
  public Optional<Instant> mostOverdue() {
    return entries.values().stream()
        .filter(e -> e.begun == null)
        .map(e -> e.due)
        .min(Instant::compareTo);
  }

  private Entry entry(StoreQuestion question) {
    return entries.computeIfAbsent(
        question.layout().uid(),
        uid -> {
          Entry entry = new Entry(uid, question);
          entry.hurry();
          return entry;
        });
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  /** One run and when it is looked at next. */
  private final class Entry {
    private final String uid;
    private final String namespace;
    private final String name;
    private final WatchedRun run;
    private Duration pause = settings.shortest();
    private @Nullable ScheduledFuture<?> next;
    private boolean nextIsUrgent;
    private boolean working;
    private boolean again;
    private boolean ended;
    private volatile @Nullable Instant begun;
    private volatile Instant due;

    Entry(String uid, StoreQuestion question) {
      this.uid = uid;
      this.namespace = question.layout().namespace();
      this.name = question.layout().name();
      this.run = new WatchedRun(question, opener, clock);
      this.due = clock.instant();
    }

    /** Looks now, or once more if a look is going on that may have begun too early. */
    synchronized void hurry() {
      pause = settings.shortest();
      if (working) {
        again = true;
      } else if (!nextIsUrgent) {
        schedule(Duration.ZERO, true);
      }
    }

    private synchronized void schedule(Duration delay, boolean urgently) {
      if (ended) {
        return;
      }
      if (next != null) {
        next.cancel(false);
      }
      nextIsUrgent = urgently;
      if (urgently) {
        urgent.incrementAndGet();
      }
      due = clock.instant().plus(delay);
      next = pool.schedule(this::round, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether this round may begin. */
    private synchronized boolean begins() {
      if (ended || working) {
        return false;
      }
      if (nextIsUrgent) {
        urgent.decrementAndGet();
        nextIsUrgent = false;
      } else if (urgent.get() > 0) {
        schedule(settings.shortest(), false);
        return false;
      }
      working = true;
      return true;
    }

    private void round() {
      if (!begins()) {
        return;
      }
      Instant start = clock.instant();
      begun = start;
      StoreView before = run.latest();
      boolean news = true;
      try {
        StoreView after = run.round();
        news = WatchedRun.isNews(before, after);
      } catch (RuntimeException e) {
        LOG.error(
            "Looking into the store of SpinRun {}/{} failed; tried again later",
            namespace,
            name,
            e);
      } finally {
        begun = null;
        int calls = run.takeCalls();
        listener.round(Duration.between(start, clock.instant()), run.latest(), calls);
        finish(news, calls);
      }
    }

    private void finish(boolean news, int calls) {
      boolean forget = run.lastAsked().plus(settings.forgetAfter()).isBefore(clock.instant());
      synchronized (this) {
        working = false;
        pause = Pauses.after(pause, news, run.latest(), calls, entries.size(), settings);
        if (ended) {
          run.close();
        } else if (forget) {
          entries.remove(uid, this);
          end();
        } else {
          schedule(again ? Duration.ZERO : pause, again);
          again = false;
        }
      }
      if (news && !forget) {
        listener.changed(namespace, name);
      }
    }

    /** No round begins any more; one that is going closes the store when it ends. */
    synchronized void end() {
      ended = true;
      if (nextIsUrgent) {
        urgent.decrementAndGet();
        nextIsUrgent = false;
      }
      if (next != null) {
        next.cancel(false);
      }
      if (!working) {
        run.close();
      }
    }
  }
}
