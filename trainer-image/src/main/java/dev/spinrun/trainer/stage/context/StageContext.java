package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import java.nio.file.Path;
import java.time.Clock;

/**
 * All that a stage is given.
 *
 * @param planDigest digest of the plan's bytes
 * @param attempt number of this try, from 1; fences what a training writes
 * @param candidateAttempt which attempt's candidate is evaluated
 * @param shard which part of a divided stage this process does, from 0
 * @param writer names this process in keys: the pod's name
 * @param metricsPort at which a training serves its metrics; 0 for nowhere
 * @param rendezvous where the workers of a training meet
 * @param work folder for downloads and results on their way
 */
public record StageContext(
    IterationPlan plan,
    String planDigest,
    int attempt,
    int candidateAttempt,
    int shard,
    String writer,
    int metricsPort,
    WorkerRendezvous rendezvous,
    Path work,
    ObjectStores stores,
    StopSignal stop,
    Clock clock) {

  /** The context of a plan that was read from these bytes. */
  public static StageContext of(
      byte[] planBytes, IterationPlan plan, Position position, Path work, ObjectStores stores) {
    return new StageContext(
        plan,
        Sha256.of(planBytes),
        position.attempt(),
        position.candidateAttempt(),
        position.shard(),
        position.writer(),
        position.metricsPort(),
        position.rendezvous(),
        work,
        stores,
        new StopSignal(),
        Clock.systemUTC());
  }

  /** Which of its like this process is, and where it is looked at. */
  public record Position(
      int attempt,
      int candidateAttempt,
      int shard,
      String writer,
      int metricsPort,
      WorkerRendezvous rendezvous) {}

  /** Where the run's objects lie. */
  public RunLayout layout() {
    return plan.run().layout();
  }

  /** The store that the run writes to. */
  public ObjectStore store() {
    return InputField.STORAGE.parsed(() -> stores.at(plan.storage().uri()));
  }

  /** Artefacts in the run's store. */
  public Artefacts artefacts() {
    return new Artefacts(store());
  }
}
