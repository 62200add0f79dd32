package dev.spinrun.operator.plan.decision;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ConditionType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a run stands where it stands: the reason of its conditions and events. Names are stable,
 * people and alerts match on them.
 */
public enum Reason {
  /** The store has not answered yet. */
  WAITING_FOR_STORE("WaitingForStore", Effect.PROGRESS),
  /** An iteration is being set up. */
  ITERATION_STARTING("IterationStarting", Effect.PROGRESS),
  /** A Job was created. */
  STAGE_STARTING("StageStarting", Effect.PROGRESS),
  /** Pods are at work. */
  STAGE_RUNNING("StageRunning", Effect.PROGRESS),
  /** Pods are at work, and have not told of any progress for long. */
  PROGRESS_STALLED("ProgressStalled", Effect.PROGRESS),
  /** A stage is done, the next one follows. */
  STAGE_DONE("StageDone", Effect.PROGRESS),
  /** No node takes the pod. */
  POD_UNSCHEDULABLE("PodUnschedulable", Effect.PROGRESS),
  /** A container cannot be started yet. */
  POD_NOT_STARTING("PodNotStarting", Effect.PROGRESS),
  /** A queue has not admitted the Job. */
  QUEUED("Queued", Effect.PROGRESS),
  /** Pods of an earlier Job are still going. */
  WAITING_FOR_PODS("WaitingForPods", Effect.PROGRESS),
  /** A failure will be retried. */
  RETRY_SCHEDULED("RetryScheduled", Effect.PROGRESS),
  /** A candidate is verified and recorded. */
  PROMOTING("Promoting", Effect.PROGRESS),
  /** A candidate became the next opponent. */
  PROMOTED("Promoted", Effect.PROGRESS),
  /** The store does not answer. */
  STORE_UNREACHABLE("StoreUnreachable", Effect.PROGRESS),

  /** A checkpoint of another run is waited for. */
  WAITING_FOR_PARENT("WaitingForParent", Effect.PROGRESS),
  /** A candidate was not taken, and is trained again. */
  REJECTED("Rejected", Effect.PROGRESS),
  /** Somebody is to decide on a candidate. */
  AWAITING_PROMOTION("AwaitingPromotion", Effect.PROGRESS),
  /** Somebody asked for a run that was over to go on. */
  RETRY_REQUESTED("RetryRequested", Effect.PROGRESS),
  /** The run's folder is deleted. */
  DELETING("Deleting", Effect.PROGRESS),
  /** The operator leaves the run alone. */
  PAUSED("Paused", Effect.PAUSED),

  /** Pods are stopping. */
  SUSPENDING("Suspending", Effect.PROGRESS),
  /** The run is suspended and no pod is left. */
  SUSPENDED("Suspended", Effect.SUSPENDED),
  /** The GPU hours that the run may take are used up. */
  BUDGET_USED_UP("BudgetUsedUp", Effect.SUSPENDED),
  /** All iterations are promoted. */
  ALL_ITERATIONS_PROMOTED("AllIterationsPromoted", Effect.COMPLETE),

  /** A candidate was not taken, and the run ends with what it has. */
  STOPPED_AT_REJECTION("StoppedAtRejection", Effect.COMPLETE),

  /** The Secret is not there. */
  CREDENTIALS_SECRET_MISSING("CredentialsSecretMissing", Effect.STALLED),
  /** The Secret lacks a key. */
  CREDENTIALS_SECRET_INVALID("CredentialsSecretInvalid", Effect.STALLED),
  /** The store rejects the credentials. */
  STORE_CREDENTIALS_REJECTED("StoreCredentialsRejected", Effect.STALLED),
  /** Wrong credentials, or not allowed. */
  STORE_ACCESS_DENIED("StoreAccessDenied", Effect.STALLED),
  /** The store overwrites what must not be overwritten. */
  CONDITIONAL_WRITES_IGNORED("ConditionalWritesIgnored", Effect.STALLED),
  /** No such bucket. */
  NO_SUCH_BUCKET("NoSuchBucket", Effect.STALLED),
  /** The bucket is in another region. */
  WRONG_REGION("WrongRegion", Effect.STALLED),
  /** Clocks differ too much. */
  CLOCK_SKEW("ClockSkew", Effect.STALLED),
  /** No space left. */
  STORE_FULL("StoreFull", Effect.STALLED),
  /** The store refuses a call. */
  STORE_REFUSED("StoreRefused", Effect.STALLED),
  /** A document in the store cannot be read. */
  STORE_DOCUMENT_INVALID("StoreDocumentInvalid", Effect.STALLED),
  /** The record of an earlier iteration is gone. */
  PREDECESSOR_MISSING("PredecessorMissing", Effect.STALLED),
  /** The run to branch off from is not there. */
  PARENT_MISSING("ParentMissing", Effect.STALLED),
  /** The settings make no valid plan. */
  INVALID_SPEC("InvalidSpec", Effect.STALLED),
  /** The cluster does not create an object of the run, or a pod of it. */
  FAILED_CREATE("FailedCreate", Effect.STALLED),
  /** The cluster does not let us change or delete an object of the run. */
  FAILED_UPDATE("FailedUpdate", Effect.STALLED),
  /** An object of ours has the name of another's. */
  NAME_CONFLICT("NameConflict", Effect.STALLED),
  /** Another candidate is recorded as promoted. */
  PROMOTION_CONFLICT("PromotionConflict", Effect.STALLED),

  /** A stage refused its settings. */
  CONFIGURATION_ERROR("ConfigurationError", Effect.FAILED),
  /** The model or the data set is missing or broken. */
  INPUT_DATA_ERROR("InputDataError", Effect.FAILED),
  /** The loss is not finite. */
  DIVERGENCE("Divergence", Effect.FAILED),
  /** A candidate was not taken. */
  CANDIDATE_REJECTED("CandidateRejected", Effect.FAILED),
  /** Run or stage were active for too long. */
  DEADLINE_EXCEEDED("DeadlineExceeded", Effect.FAILED),
  /** Too many failures of nodes, network or store. */
  INFRASTRUCTURE_RETRIES_EXHAUSTED("InfrastructureRetriesExhausted", Effect.FAILED),
  /** Too many failures of the trainer. */
  APPLICATION_RETRIES_EXHAUSTED("ApplicationRetriesExhausted", Effect.FAILED),

  /** Of an event alone: a deleted run's folder stays in the store. */
  STORE_NOT_CLEANED("StoreNotCleaned", Effect.STALLED),
  /** Of an event alone: what an annotation asks for is done. */
  DECISION_ACCEPTED("DecisionAccepted", Effect.PROGRESS),
  /** Of an event alone: what an annotation asks for cannot be done. */
  DECISION_REFUSED("DecisionRefused", Effect.STALLED),
  /** Of an event alone: the object has a value that only a newer version knows. */
  NOT_UNDERSTOOD("NotUnderstood", Effect.STALLED);

  /** What a reason means for the conditions. */
  public enum Effect {
    /** On its way. */
    PROGRESS,
    /** Somebody must do something; it goes on by itself once that is done. */
    STALLED,
    /** Stopped on request. */
    SUSPENDED,
    /** Left alone on request. */
    PAUSED,
    /** The run ended well. */
    COMPLETE,
    /** Over, not well. */
    FAILED
  }

  private final String text;
  private final Effect effect;

  Reason(String text, Effect effect) {
    this.text = text;
    this.effect = effect;
  }

  /** As conditions and events spell it. */
  public String text() {
    return text;
  }

  /** What the conditions show for it. */
  public Effect effect() {
    return effect;
  }

  /** Whether a run with this reason is over. */
  public boolean isEnd() {
    return effect == Effect.COMPLETE || effect == Effect.FAILED;
  }

  /** The reason that is spelled so; none for one that this version does not know. */
  public static Stream<Reason> find(String text) {
    return Arrays.stream(values()).filter(reason -> reason.text.equals(text));
  }

  /** The reason that the condition of this type has in a status, whether or not it is true. */
  public static Optional<Reason> find(SpinRunStatus status, ConditionType type) {
    return type.in(status.conditions())
        .flatMap(condition -> find(condition.getReason()).findFirst());
  }

  /** The end of a run whose retries of this class are used up. */
  public static Reason of(FailureClass failureClass) {
    return find(failureClass.reason()).findFirst().orElseThrow();
  }

  /** The reason while a store fails in this way. */
  public static Reason of(StoreFailure failure) {
    return find(failure.reason()).findFirst().orElseThrow();
  }
}
