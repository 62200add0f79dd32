package dev.spinrun.runstore.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What goes wrong on the way to a server, in words of ours: those of libraries quote it. */
public final class Wire {
  private Wire() {}

  /** Whether another try cannot go better. */
  public static boolean isFinal(IOException e) {
    return Causes.find(e, CarefulSockets.ForbiddenAddress.class) != null
        || Causes.find(e, BoundedBody.TooLong.class) != null;
  }

  /** A sentence without its full stop. */
  public static String reason(IOException e) {
    if (Causes.find(e, CarefulSockets.ForbiddenAddress.class) != null) {
      return "it is at a link-local address, and those are never asked";
    }
    if (Causes.find(e, BoundedBody.TooLong.class) != null) {
      return "it sends more than any answer of its kind has";
    }
    if (e instanceof UnknownHostException) {
      return "the host name is unknown";
    }
    if (e instanceof ConnectException) {
      return "the connection is refused";
    }
    if (e instanceof InterruptedIOException) {
      return "there is no answer in time";
    }
    if (e instanceof SSLPeerUnverifiedException) {
      return "TLS fails: its certificate names another host";
    }
    if (e instanceof SSLException) {
      return Causes.find(e, CertificateException.class) == null
          ? "TLS fails"
          : "TLS fails: its certificate is not trusted. Give that of its authority as %s"
              .formatted(NetworkSettings.CA_BUNDLE);
    }
    if (e instanceof EOFException) {
      return "the connection ends before the answer does";
    }
    if (e instanceof ProtocolException) {
      return "it does not speak HTTP as it should";
    }
    return "the connection breaks";
  }
}
