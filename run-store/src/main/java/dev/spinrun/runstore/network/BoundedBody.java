package dev.spinrun.runstore.network;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** The body of an answer up to a length that none has which we expect. */
public final class BoundedBody extends ResponseBody {
  private final @Nullable MediaType type;
  private final long length;
  private final BufferedSource source;

  private BoundedBody(ResponseBody body, long maxBytes) {
    this.type = body.contentType();
    this.length = body.contentLength();
    this.source = Okio.buffer(new Bounded(body.source(), maxBytes));
  }

  /** There is more than is taken. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(long maxBytes) {
      super("the answer has more than " + maxBytes + " bytes");
    }
  }

  /** The same answer; reading beyond the length throws {@link TooLong}. */
  public static Response of(Response answer, long maxBytes) {
    return answer.newBuilder().body(new BoundedBody(answer.body(), maxBytes)).build();
  }

  @Override
  public @Nullable MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public BufferedSource source() {
    return source;
  }

  private static final class Bounded extends ForwardingSource {
    private final long maxBytes;
    private long left;

    Bounded(Source source, long maxBytes) {
      super(source);
      this.maxBytes = maxBytes;
      this.left = maxBytes;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long bytes = super.read(sink, byteCount);
      left -= Math.max(bytes, 0);
      if (left < 0) {
        throw new TooLong(maxBytes);
      }
      return bytes;
    }
  }
}
