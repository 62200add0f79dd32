package dev.spinrun.runstore.hub;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.runstore.network.BoundedBody;
import dev.spinrun.runstore.network.CallRetries;
import dev.spinrun.runstore.network.HttpConnection;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.runstore.object.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A repository on a Hugging Face hub, read over its HTTP protocol.
 *
 * <p>The revision is looked up once: all files come from the commit that it names then, whatever is
 * pushed meanwhile. All files are checked against the digests that the hub gives for them. Source:
 * huggingface_hub, hf_api.py (repo_info) and file_download.py.
 */
public final class HubSource implements ObjectSource {
  private static final int COPY_BUFFER_BYTES = 1 << 17;

  /** A repository of a million files has about as much. */
  private static final long MAX_DESCRIPTION_BYTES = 64 << 20;

  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HubUri uri;
  private final HubSettings hub;
  private final OkHttpClient http;
  private final CallRetries retries;
  private final HubFailures failures;
  private @Nullable HubRepository repository;

  /** Nothing is asked before the first call. */
  public HubSource(HubUri uri, HubSettings hub, HttpConnection http, StoreSettings settings) {
    this.uri = uri;
    this.hub = hub;
    this.http = http.client();
    this.retries = new CallRetries(settings);
    this.failures = new HubFailures(hub.endpoint(), uri);
  }

  @Override
  public String locate(String key) {
    return key.isEmpty() ? uri.toString() : uri + "/" + key;
  }

  private synchronized HubRepository repository() {
    HubRepository known = repository;
    if (known == null) {
      known = call("look up", "", this::describe);
      repository = known;
    }
    return known;
  }

  private HubRepository describe() throws IOException {
    HttpUrl url = url(uri.description()).newBuilder().addQueryParameter("blobs", "true").build();
    try (Response answer = http.newCall(request(url).build()).execute()) {
      requireSuccess("look up", "", answer);
      Response bounded = BoundedBody.of(answer, MAX_DESCRIPTION_BYTES);
      return HubRepository.read(bounded.body().byteStream())
          .orElseThrow(() -> failures.noHub("look up", uri.toString()));
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    int strip = uri.inRepository("x").length() - 1;
    return repository().files().entrySet().stream()
        .filter(file -> file.getKey().startsWith(uri.inRepository("")))
        .filter(file -> file.getKey().length() > strip)
        .map(file -> file.getValue().info(file.getKey().substring(strip)))
        .filter(info -> info.key().startsWith(prefix))
        .sorted(Comparator.comparing(ObjectInfo::key))
        .toList();
  }

  @Override
  public byte[] readRange(String key, long offset, int length) {
    byte[] content =
        call(
            "read",
            key,
            () -> {
              try (Response answer = get("read", key, offset)) {
                return answer.code() == RANGE_NOT_SATISFIABLE
                    ? new byte[0]
                    : answer.body().byteStream().readNBytes(length);
              }
            });
    HubRepository.RemoteFile file = repository().files().get(uri.inRepository(key));
    if (file != null && offset == 0 && file.size() < length) {
      Promise promise = file.promise();
      promise.digest().update(content);
      keep(promise, key);
    }
    return content;
  }

  @Override
  public String download(String key, Path target) {
    HubRepository.RemoteFile file = repository().files().get(uri.inRepository(key));
    if (file == null) {
      throw new StoreException(
          StoreFailure.NOT_FOUND,
          "Cannot download %s: there is no such file.".formatted(locate(key)));
    }
    MessageDigest digest = Sha256.start();
    Promise promise = file.promise();
    try (OutputStream out = Files.newOutputStream(target)) {
      Transfer transfer = new Transfer(out, List.of(digest, promise.digest()), file.size());
      while (transfer.left > 0) {
        call("download", key, () -> transfer.from(key));
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreFailure.REFUSED,
          "Cannot write %s: %s. Is the disk full?".formatted(target, e.getMessage()),
          e);
    }
    keep(promise, key);
    return Sha256.finish(digest);
  }

  private void keep(Promise promise, String key) {
    if (!promise.isKept()) {
      throw failures.corrupt(
          locate(key),
          "its content is not what the hub's description promises (%s)".formatted(promise.name()));
    }
  }

  /** One download over several connections: each goes on behind what has been written already. */
  private final class Transfer {
    private final OutputStream out;
    private final List<MessageDigest> digests;
    private long done;
    private long left;

    Transfer(OutputStream out, List<MessageDigest> digests, long size) {
      this.out = out;
      this.digests = digests;
      this.left = size;
    }

    Object from(String key) throws IOException {
      byte[] buffer = new byte[COPY_BUFFER_BYTES];
      long before = left;
      try (Response answer = get("download", key, done);
          InputStream in = answer.body().byteStream()) {
        // One byte more than there should be is enough to know, and is not written.
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (n > left) {
            throw failures.corrupt(locate(key), "it is longer than the hub's description says");
          }
          out.write(buffer, 0, n);
          for (MessageDigest digest : digests) {
            digest.update(buffer, 0, n);
          }
          done += n;
          left -= n;
        }
      }
      if (left == before) {
        throw new EOFException();
      }
      return this;
    }
  }

  /** The content from an offset on; the caller closes it. */
  private Response get(String verb, String key, long offset) throws IOException {
    Request.Builder request = request(url(uri.file(repository().commit(), key)));
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    Response answer = http.newCall(request.build()).execute();
    try {
      boolean beyond = offset > 0 && answer.code() == RANGE_NOT_SATISFIABLE;
      if (!beyond) {
        requireSuccess(verb, key, answer);
      }
      if (offset > 0 && !beyond && answer.code() != PARTIAL) {
        answer.body().byteStream().skipNBytes(offset);
      }
      return answer;
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  /** OkHttp takes the token off when it follows a redirection to another host. */
  private Request.Builder request(HttpUrl url) {
    Request.Builder request = new Request.Builder().url(url).header("User-Agent", "spinrun");
    if (hub.token() != null) {
      request.header("Authorization", "Bearer " + hub.token());
    }
    return request;
  }

  private HttpUrl url(String path) {
    HttpUrl endpoint = HttpUrl.parse(hub.endpoint());
    if (endpoint == null) {
      throw new StoreException(
          StoreFailure.REFUSED,
          "%s is no URL of a hub. Correct %s.".formatted(hub.endpoint(), HubSettings.ENDPOINT));
    }
    return endpoint.newBuilder().addPathSegments(path).build();
  }

  private void requireSuccess(String verb, String key, Response answer) {
    if (!answer.isSuccessful()) {
      throw failures.refused(verb, locate(key), answer);
    }
  }

  /** A call that fails as connections do. */
  private interface HubCall<T> {
    T run() throws IOException;
  }

  private <T> T call(String verb, String key, HubCall<T> call) {
    return retries.run(
        call::run,
        e ->
            e instanceof IOException io
                ? failures.unreachable(verb, locate(key), io)
                : failures.noHub(verb, locate(key)));
  }
}
