package dev.spinrun.contract.call;

/**
 * Names of the environment variables by which a trainer is told what it is to do. The operator sets
 * them, and the trainer takes them for options that its command line leaves out.
 */
public final class TrainerVariables {
  /** Digest that the plan's bytes must have. */
  public static final String PLAN_DIGEST = "SPINRUN_PLAN_DIGEST";

  /** Number of the attempt, from 1. */
  public static final String ATTEMPT = "SPINRUN_ATTEMPT";

  /** Attempt whose candidate is evaluated. */
  public static final String CANDIDATE_ATTEMPT = "SPINRUN_CANDIDATE_ATTEMPT";

  /** Number of the pod among those that share a stage, from 0; set by Kubernetes. */
  public static final String INDEX = "JOB_COMPLETION_INDEX";

  /** Name of the pod: who writes. */
  public static final String POD = "SPINRUN_POD";

  /** Port at which a training serves its metrics. */
  public static final String METRICS_PORT = "SPINRUN_METRICS_PORT";

  /** Host and port of worker 0. */
  public static final String RENDEZVOUS = "SPINRUN_RENDEZVOUS";

  /** Own address at which other workers reach this one. */
  public static final String POD_IP = "SPINRUN_POD_IP";

  /** How long workers wait for each other, as an ISO 8601 duration. */
  public static final String WORKER_TIMEOUT = "SPINRUN_WORKER_TIMEOUT";

  /** What a stage must have to compute on: gpu, any or auto. */
  public static final String DEVICE = "SPINRUN_DEVICE";

  /** Folder for downloads. */
  public static final String WORK = "SPINRUN_WORK";

  /** File for the last word. */
  public static final String TERMINATION_LOG = "SPINRUN_TERMINATION_LOG";

  private TrainerVariables() {}
}
