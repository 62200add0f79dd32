package dev.spinrun.operator.plan.decision;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** One effect on the world; each is safe to repeat after a crash at any point. */
public sealed interface Action {
  /** Carries it out through these effects. */
  void by(Effects effects);

  /** What an operator can do. */
  interface Effects {
    /** Creates the object unless it is there with the same stamp. */
    void create(HasMetadata object);

    /** Suspends or resumes a Job. */
    void suspend(String job, boolean suspended);

    /** Deletes a Job and its pods. */
    void delete(String job);

    /** Deletes all Jobs of the run and their pods. */
    void deleteAll();

    /** Hands a task to those who work on the store; its result shows in what is observed next. */
    void inStore(StoreTask task);

    /** Adds or removes our finalizer. */
    void hold(boolean held);

    /** Tells people. */
    void tell(Notice notice);
  }

  /** Creates a ConfigMap or a Job. */
  record Create(HasMetadata object) implements Action {
    @Override
    public void by(Effects effects) {
      effects.create(object);
    }
  }

  /** Stops or starts the pods of a Job. */
  record Suspend(String job, boolean suspended) implements Action {
    @Override
    public void by(Effects effects) {
      effects.suspend(job, suspended);
    }
  }

  /** Removes a Job whose end is on record. */
  record Delete(String job) implements Action {
    @Override
    public void by(Effects effects) {
      effects.delete(job);
    }
  }

  /** Removes the Jobs of a run that is over, also those of which no event was heard. */
  record DeleteAll() implements Action {
    @Override
    public void by(Effects effects) {
      effects.deleteAll();
    }
  }

  /** Writes to the store. */
  record InStore(StoreTask task) implements Action {
    @Override
    public void by(Effects effects) {
      effects.inStore(task);
    }
  }

  /** Puts our finalizer on the run, or takes it off. */
  record Hold(boolean held) implements Action {
    @Override
    public void by(Effects effects) {
      effects.hold(held);
    }
  }

  /** Sends an event that belongs to no change of the status. */
  record Tell(Notice notice) implements Action {
    @Override
    public void by(Effects effects) {
      effects.tell(notice);
    }
  }
}
