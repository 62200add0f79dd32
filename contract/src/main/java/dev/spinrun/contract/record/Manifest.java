package dev.spinrun.contract.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.spinrun.contract.json.Documents;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commit of an artefact: what it is, from which plan it came and all its files. It is written
 * last; without it the files count for nothing. The digest of its bytes is the artefact's identity:
 * see {@link CommittedManifest}.
 *
 * @param kind what the artefact is
 * @param planDigest digest of the plan that it came from
 * @param attributes facts about the artefact by name, for example {@code step}
 */
public record Manifest(
    int schema,
    Kind kind,
    String planDigest,
    Map<String, String> attributes,
    List<FileEntry> files) {

  /** What an artefact can be. */
  public enum Kind {
    /** Latents and captions of some examples of a data set. */
    @JsonProperty("Prepared")
    PREPARED,
    /** Latents that the opponent drew for some of the prompts. */
    @JsonProperty("Synthetic")
    SYNTHETIC,
    /** Complete state of a training. */
    @JsonProperty("Checkpoint")
    CHECKPOINT,
    /** A diffusers folder. */
    @JsonProperty("Candidate")
    CANDIDATE,
    /** Scores and images of some of the evaluation prompts. */
    @JsonProperty("Evaluation")
    EVALUATION
  }

  public Manifest {
    attributes = Map.copyOf(attributes);
    files = List.copyOf(files);
  }

  /** A manifest in the current schema. */
  public static Manifest of(
      Kind kind, String planDigest, Map<String, String> attributes, List<FileEntry> files) {
    return new Manifest(Documents.SCHEMA, kind, planDigest, attributes, files);
  }

  /** The file at this path, if the artefact has it. */
  public Optional<FileEntry> file(String path) {
    return files.stream().filter(f -> f.path().equals(path)).findFirst();
  }
}
