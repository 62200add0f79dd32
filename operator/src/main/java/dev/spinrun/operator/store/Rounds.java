package dev.spinrun.operator.store;

import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.runstore.object.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One run's question, the tasks that wait, and the latest answer. {@link #round} is called by one
 * thread at a time; all else may be called by any.
 */
final class Rounds {
  private final StoreOpener opener;
  private final Clock clock;
  private final Queue<StoreTask> tasks = new ArrayDeque<>();

  private final Committed committed = new Committed();

  private StoreQuestion question;
  private StoreView view;
  private boolean whole = true;
  private @Nullable String defect;
  private @Nullable OpenStore store;
  private @Nullable CountedStore counted;
  private Instant lastAsked;

  Rounds(StoreQuestion question, StoreOpener opener, Clock clock) {
    this.question = question;
    this.opener = opener;
    this.clock = clock;
    this.view = StoreView.unanswered(question);
    this.lastAsked = clock.instant();
  }

  /**
   * The latest answer; a new question makes the old answer void, but not a problem. That a Job is
   * at work now changes nothing in the store.
   */
  synchronized StoreView view(StoreQuestion asked) {
    lastAsked = clock.instant();
    if (asked.isWorkOn(question)) {
      question = asked;
      view = new StoreView(asked, view.askedAt(), view.facts(), view.problem());
    } else if (!asked.equals(question)) {
      StoreProblem problem = view.problem();
      question = asked;
      whole = true;
      defect = null;
      view = new StoreView(asked, null, StoreView.unanswered(asked).facts(), problem);
    }
    return view;
  }

  /** Whether the answer to this question is, or will be, one that is on its way already. */
  synchronized boolean isFor(StoreQuestion asked) {
    return asked.equals(question) || asked.isWorkOn(question);
  }

  synchronized Instant lastAsked() {
    return lastAsked;
  }

  /** Adds a task unless one for the same key is waiting. */
  synchronized void add(StoreTask task) {
    whole = true;
    if (tasks.stream().noneMatch(t -> t.key().equals(task.key()))) {
      tasks.add(task);
    }
  }

  private synchronized @Nullable StoreTask nextTask() {
    return tasks.peek();
  }

  private synchronized void done(StoreTask task, Optional<String> wrong) {
    tasks.remove(task);
    wrong.ifPresent(sentence -> defect = sentence);
  }

  /** Does the tasks that wait, then reads the answer. */
  StoreView round() {
    Instant begin = clock.instant();
    StoreQuestion asked;
    StoreFacts known = null;
    synchronized (this) {
      asked = question;
      // While a Job works nothing else can change; its end has somebody ask for a whole answer.
      if (asked.working() && !whole && view.isAnswered()) {
        known = view.facts();
        begin = Objects.requireNonNull(view.askedAt());
      }
      whole = false;
    }
    StoreView answer;
    try {
      answer = new StoreView(asked, begin, workAndLook(asked, known), null);
    } catch (StoreException e) {
      answer = failed(asked, begin, StoreProblem.of(e));
    }
    return publish(answer);
  }

  private StoreFacts workAndLook(StoreQuestion asked, @Nullable StoreFacts known) {
    CountedStore open = open(asked);
    for (StoreTask task = nextTask(); task != null; task = nextTask()) {
      Optional<String> wrong = task.by(new StoreTasks(open));
      if (task instanceof StoreTask.DeleteFolder) {
        committed.forget();
      }
      done(task, wrong);
    }
    String found;
    synchronized (this) {
      found = defect;
    }
    FactReader reader = new FactReader(asked, open, committed);
    return known == null ? reader.all(found) : reader.progressed(known);
  }

  private CountedStore open(StoreQuestion asked) {
    Instant end = clock.instant().plus(CountedStore.LONGEST_ROUND);
    CountedStore there = counted;
    if (there != null) {
      there.until(end);
      return there;
    }
    OpenStore opened = opener.open(asked);
    store = opened;
    there = new CountedStore(opened.store(), clock);
    counted = there;
    there.until(end);
    there.check();
    opened.writes().ensure(there);
    return there;
  }

  /** Calls of the store in the last round. */
  int takeCalls() {
    CountedStore there = counted;
    return there == null ? 0 : there.takeCalls();
  }

  /** What was known stays known; a waiting task is decided anew once the store answers. */
  private StoreView failed(StoreQuestion asked, Instant begin, StoreProblem problem) {
    // Credentials may have been replaced, the bucket created: the next round starts afresh.
    close();
    synchronized (this) {
      tasks.clear();
      return new StoreView(
          asked,
          begin,
          view.question().equals(asked) ? view.facts() : StoreView.unanswered(asked).facts(),
          problem);
    }
  }

  private synchronized StoreView publish(StoreView answer) {
    if (answer.question().equals(question)) {
      view = answer;
    } else if (question.isWorkOn(answer.question())) {
      view = new StoreView(question, answer.askedAt(), answer.facts(), answer.problem());
    } else {
      // Asked something else meanwhile: only the store's health carries over.
      view = new StoreView(question, null, view.facts(), answer.problem());
    }
    return view;
  }

  /** Whether the two answers differ in anything that is decided from. */
  static boolean isNews(StoreView before, StoreView after) {
    return !before.question().equals(after.question())
        || before.isAnswered() != after.isAnswered()
        || !Objects.equals(before.facts(), after.facts())
        || !Objects.equals(before.problem(), after.problem());
  }

  synchronized StoreView latest() {
    return view;
  }

  void close() {
    OpenStore open = store;
    store = null;
    counted = null;
    if (open != null) {
      open.close();
    }
  }
}
