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

    /** A round ended after this time; the problem if it failed. */
    void round(Duration duration, StoreView view);
  }

  private final StoreOpener opener;
  private final PollSettings settings;
  private final Clock clock;
  private final Listener listener;
  private final ScheduledThreadPoolExecutor pool;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

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

  /** Looks as soon as a thread is free. */
  public void lookNow(StoreQuestion question) {
    entry(question).hurry();
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
    private boolean working;
    private boolean again;
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
      } else {
        schedule(Duration.ZERO);
      }
    }

    private synchronized void schedule(Duration delay) {
      if (next != null) {
        next.cancel(false);
      }
      due = clock.instant().plus(delay);
      next = pool.schedule(this::round, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
      synchronized (this) {
        if (working) {
          again = true;
          return;
        }
        working = true;
      }
      Instant start = clock.instant();
      begun = start;
      StoreView before = run.latest();
      boolean news = true;
      try {
        StoreView after = run.round();
        news = WatchedRun.isNews(before, after);
        listener.round(Duration.between(start, clock.instant()), after);
      } catch (RuntimeException e) {
        LOG.error(
            "Looking into the store of SpinRun {}/{} failed; tried again later",
            namespace,
            name,
            e);
      } finally {
        begun = null;
        finish(news);
      }
    }

    private void finish(boolean news) {
      boolean forget = run.lastAsked().plus(settings.forgetAfter()).isBefore(clock.instant());
      synchronized (this) {
        working = false;
        pause = news ? settings.shortest() : settings.longer(pause);
        if (forget) {
          entries.remove(uid, this);
          run.close();
        } else {
          schedule(again ? Duration.ZERO : pause);
          again = false;
        }
      }
      if (news && !forget) {
        listener.changed(namespace, name);
      }
    }
  }
}
