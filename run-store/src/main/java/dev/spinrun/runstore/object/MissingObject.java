package dev.spinrun.runstore.object;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Says that an object is not there. A store that is polled answers so most of the time, and the SDK
 * builds a new XML reader by reflection for each answer, which took a tenth of the operator's time:
 * so it is not shown these.
 */
final class MissingObject extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int NOT_FOUND = 404;
  private static final long ENOUGH_BYTES = 1024;

  private MissingObject() {
    super("NoSuchKey");
  }

  /** {@link Interceptor} that throws this in place of the answer. */
  static Response told(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (response.code() == NOT_FOUND
        && response.peekBody(ENOUGH_BYTES).string().contains("<Code>NoSuchKey</Code>")) {
      response.close();
      throw new MissingObject();
    }
    return response;
  }

  /** Nobody asks where from. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
