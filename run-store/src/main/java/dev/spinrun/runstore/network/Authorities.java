package dev.spinrun.runstore.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;

/** Certificates of authorities that are trusted in addition to those of the platform. */
public record Authorities(List<X509Certificate> certificates) {
  public Authorities {
    certificates = List.copyOf(certificates);
  }

  /** Those of a PEM file. */
  static Authorities read(Path bundle) {
    try (InputStream pem = Files.newInputStream(bundle)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new CertificateException("empty");
      }
      return new Authorities(found);
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(
          "%s: the file %s gives no certificates (%s). It needs one or more in PEM form."
              .formatted(NetworkSettings.CA_BUNDLE, bundle, e.getClass().getSimpleName()),
          e);
    }
  }

  HandshakeCertificates withThePlatforms() {
    HandshakeCertificates.Builder trusted =
        new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
    certificates.forEach(trusted::addTrustedCertificate);
    return trusted.build();
  }

  @Override
  public String toString() {
    return certificates.size() + " certificates";
  }
}
