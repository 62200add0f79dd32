package dev.spinrun.contract.layout;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of one run, relative to its {@code storage.uri}. Each is computed from names and
 * numbers: nothing is found by listing.
 *
 * <p>An attempt or writer in a key fences its objects: a pod that was believed lost and comes back
 * writes beside its successor, never over it.
 */
public record RunLayout(String namespace, String name, String uid) {
  private static final Pattern CHECKPOINT = Pattern.compile("/(\\d+)/step-(\\d+)/.+");

  public RunLayout {
    requireSegment("namespace", namespace);
    requireSegment("name", name);
    requireSegment("uid", uid);
  }

  /** Folder of everything that belongs to this run. */
  public String root() {
    return namespace + "/" + name + "/" + uid;
  }

  /** Who this run is: written once, before its first stage. */
  public String runJson() {
    return root() + "/run.json";
  }

  /** The frozen settings of a revision of an iteration; the pods mount the same bytes. */
  public String plan(int iteration, int revision) {
    return iteration(iteration) + "/plan" + suffix(revision) + ".json";
  }

  /**
   * Names the prepared examples that a revision of an iteration reads, where it has prepared some
   * itself. Iteration 0 has one reference, whatever its revision.
   */
  public String preparedReference(int iteration, int revision) {
    return iteration(iteration) + "/prepared" + suffix(iteration == 0 ? 0 : revision) + ".json";
  }

  /** Folder of the synthetic latents that were drawn for a revision of the plan. */
  public String synthetic(int iteration, int revision) {
    return iteration(iteration) + "/synthetic" + suffix(revision);
  }

  /** One shard of them. */
  public ShardLayout synthetic(int iteration, int revision, int shard) {
    return ShardLayout.of(synthetic(iteration, revision), shard);
  }

  /** Names the newest committed checkpoint of an attempt. */
  public String latestCheckpoint(int iteration, int attempt) {
    return training(iteration, attempt) + "/latest.json";
  }

  /** Folder of one training checkpoint. */
  public String checkpoint(int iteration, int attempt, long step) {
    return training(iteration, attempt) + "/step-%06d".formatted(step);
  }

  /** Diffusers folder that an attempt of the iteration made. */
  public String candidate(int iteration, int attempt) {
    return iteration(iteration) + "/candidate/" + requireAttempt(attempt);
  }

  /** Folder of the measurements of the candidate that {@code attempt} made. */
  public String evaluation(int iteration, int attempt) {
    return iteration(iteration) + "/evaluation/" + requireAttempt(attempt);
  }

  /** Scores and images of one shard of its prompts. */
  public ShardLayout evaluation(int iteration, int attempt, int shard) {
    return ShardLayout.of(evaluation(iteration, attempt), shard);
  }

  /** All measurements of a candidate, summed up: the commit of its evaluation. */
  public String evaluationSummary(int iteration, int attempt) {
    return new EvaluationLayout(evaluation(iteration, attempt)).summary();
  }

  /** One picture of the first prompts as drawn by the candidate. */
  public String gallery(int iteration, int attempt) {
    return new EvaluationLayout(evaluation(iteration, attempt)).gallery();
  }

  /** How far a pod is. Last write wins; nothing is decided from it. */
  public String progress(int iteration, String stage, int index) {
    requireSegment("stage", stage);
    return iteration(iteration) + "/progress/%s-%05d.json".formatted(stage, index);
  }

  /** Folder of the event files in which TensorBoard finds a training attempt's course. */
  public String events(int iteration, int attempt) {
    return iteration(iteration) + "/events/" + requireAttempt(attempt);
  }

  /** How the iteration ended. */
  public String outcome(int iteration) {
    return iteration(iteration) + "/outcome.json";
  }

  /** THE promotion of an iteration: created once, never overwritten. */
  public String opponent(int iteration) {
    return root() + "/opponents/%04d.json".formatted(requireIteration(iteration));
  }

  private String iteration(int iteration) {
    return root() + "/iterations/%04d".formatted(requireIteration(iteration));
  }

  /** Folder of all training checkpoints of an attempt. */
  public String training(int iteration, int attempt) {
    return trainings(iteration) + "/" + requireAttempt(attempt);
  }

  /** Folder of all training checkpoints of an iteration. */
  public String trainings(int iteration) {
    return iteration(iteration) + "/train";
  }

  /** Where a training checkpoint of an iteration lies. */
  public record CheckpointKey(int attempt, long step) {}

  /** The checkpoint of the iteration that the object of this key is a part of, if it is one. */
  public Optional<CheckpointKey> checkpointOf(int iteration, String key) {
    Matcher matcher =
        CHECKPOINT.matcher(key.substring(Math.min(key.length(), trainings(iteration).length())));
    return key.startsWith(trainings(iteration)) && matcher.matches()
        ? Optional.of(
            new CheckpointKey(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** Names of the first revision are those without a number. */
  private static String suffix(int revision) {
    if (revision < 0) {
      throw new IllegalArgumentException("revision must be at least 0 (was " + revision + ")");
    }
    return revision == 0 ? "" : "-r" + revision;
  }

  private static int requireIteration(int iteration) {
    if (iteration < 0) {
      throw new IllegalArgumentException("iteration must be at least 0 (was " + iteration + ")");
    }
    return iteration;
  }

  private static int requireAttempt(int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be at least 1 (was " + attempt + ")");
    }
    return attempt;
  }

  static void requireSegment(String what, String value) {
    if (value.isEmpty() || value.equals(".") || value.equals("..") || value.contains("/")) {
      throw new IllegalArgumentException(what + " must be one path segment (was '" + value + "')");
    }
  }
}
