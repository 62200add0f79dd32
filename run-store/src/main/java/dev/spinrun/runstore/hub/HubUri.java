package dev.spinrun.runstore.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of a repository on a Hugging Face hub: {@code hf://owner/name@revision/folder}, or
 * {@code hf://datasets/owner/name@revision/folder}. Source: huggingface_hub, hf_file_system.py.
 *
 * @param kind models or datasets
 * @param repository owner and name
 * @param revision branch, tag or commit; {@code main} where the URI names none
 * @param prefix folder in the repository without slashes at its ends; may be empty
 */
public record HubUri(Kind kind, String repository, String revision, String prefix) {
  /** How such a URI begins. */
  public static final String SCHEME = "hf://";

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
  private static final Pattern FORM =
      Pattern.compile(
          "hf://(?<datasets>datasets/)?(?<repository>(?!datasets/)"
              + NAME
              + "/"
              + NAME
              + ")"
              + "(@(?<revision>[A-Za-z0-9._-]+))?(?<prefix>/.*)?");

  /** What a repository holds. */
  public enum Kind {
    MODELS("models", ""),
    DATASETS("datasets", "datasets/");

    private final String api;
    private final String path;

    Kind(String api, String path) {
      this.api = api;
      this.path = path;
    }
  }

  /**
   * Parses a URI.
   *
   * @throws IllegalArgumentException if it names no repository
   */
  public static HubUri parse(String uri) {
    Matcher form = FORM.matcher(uri);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' names no repository: use hf://owner/name@revision for a model, hf://datasets/owner/name@revision for a data set"
              .formatted(uri));
    }
    String revision = form.group("revision");
    String prefix = form.group("prefix");
    return new HubUri(
        form.group("datasets") == null ? Kind.MODELS : Kind.DATASETS,
        form.group("repository"),
        revision == null ? "main" : revision,
        prefix == null ? "" : prefix.replaceAll("^/+|/+$", ""));
  }

  /** Path, below the endpoint, of the hub's description of the repository at this revision. */
  String description() {
    return "api/%s/%s/revision/%s".formatted(kind.api, repository, revision);
  }

  /** Path, below the endpoint, of a file of the repository at a commit. */
  String file(String commit, String key) {
    return "%s%s/resolve/%s/%s".formatted(kind.path, repository, commit, inRepository(key));
  }

  /** A key relative to this folder, relative to the repository. */
  String inRepository(String key) {
    return prefix.isEmpty() ? key : key.isEmpty() ? prefix : prefix + "/" + key;
  }

  @Override
  public String toString() {
    String folder = prefix.isEmpty() ? "" : "/" + prefix;
    return SCHEME + kind.path + repository + "@" + revision + folder;
  }
}
