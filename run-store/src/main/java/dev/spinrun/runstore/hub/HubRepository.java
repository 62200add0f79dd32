package dev.spinrun.runstore.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.runstore.object.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A repository at one commit, as the hub describes it.
 *
 * @param files by path in the repository
 */
record HubRepository(String commit, Map<String, RemoteFile> files) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A file of the repository.
   *
   * @param sha256 of a large file, 64 hexadecimal digits; absent for a small one
   */
  record RemoteFile(long size, String blob, @Nullable String sha256) {
    Promise promise() {
      return sha256 == null ? Promise.ofBlob(blob, size) : Promise.ofLargeFile(sha256);
    }

    ObjectInfo info(String key) {
      return new ObjectInfo(key, size, blob, sha256 == null ? "etag:" + blob : "sha256:" + sha256);
    }
  }

  /** The repository of this description; empty if it is none. */
  static Optional<HubRepository> read(InputStream description) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(description);
    } catch (JsonProcessingException e) {
      // The parser's words would quote the answer.
      return Optional.empty();
    }
    String commit = json.path("sha").asText();
    if (!commit.matches("[0-9a-f]{40,64}")) {
      return Optional.empty();
    }
    Map<String, RemoteFile> files = new TreeMap<>();
    for (JsonNode file : json.path("siblings")) {
      JsonNode large = file.path("lfs").path("sha256");
      files.put(
          file.path("rfilename").asText(),
          new RemoteFile(
              file.path("size").asLong(),
              file.path("blobId").asText(),
              large.isTextual() ? large.asText() : null));
    }
    return Optional.of(new HubRepository(commit, files));
  }
}
