package dev.spinrun.runstore.s3;

import dev.spinrun.runstore.network.BoundedBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of an S3 store before the SDK does, which would take an error of any length and
 * put its words into its own messages. It also builds a new XML reader by reflection for each of
 * them: a store that is polled mostly says that an object is not there, and that alone took a tenth
 * of the operator's time.
 */
final class S3Answers implements Interceptor {
  private static final long MAX_ERROR_BYTES = 64 << 10;

  /** A page of a listing has 1,000 keys of at most 1,024 bytes, and about as much around them. */
  private static final long MAX_DOCUMENT_BYTES = 2 << 20;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response answer = chain.proceed(chain.request());
    if (!answer.isSuccessful()) {
      throw refusal(answer);
    }
    return isContent(chain.request()) ? answer : BoundedBody.of(answer, MAX_DOCUMENT_BYTES);
  }

  /** Only an object has content of any length, and whoever reads one says how much of it. */
  private static boolean isContent(Request request) {
    return request.method().equals("GET") && request.url().querySize() == 0;
  }

  private static Refusal refusal(Response answer) {
    boolean head = answer.request().method().equals("HEAD");
    String code = S3Codes.known(answer.header("x-minio-error-code"));
    try (answer) {
      if (code == null
          && answer.header("x-amz-bucket-region") != null
          && answer.code() / 100 == 3) {
        code = "PermanentRedirect";
      }
      return new Refusal(answer.code(), code == null && !head ? codeIn(answer) : code, head);
    }
  }

  /** The status counts even if the rest of the answer never comes. */
  private static @Nullable String codeIn(Response answer) {
    try {
      BufferedSource body = answer.body().source();
      body.request(MAX_ERROR_BYTES);
      long bytes = Math.min(MAX_ERROR_BYTES, body.getBuffer().size());
      return S3Codes.in(body.readString(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return null;
    }
  }
}
