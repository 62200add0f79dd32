package dev.spinrun.contract.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256, the digest by which artefacts and plans are known: {@code sha256:} and 64 hexadecimal
 * digits.
 */
public final class Sha256 {
  private static final String PREFIX = "sha256:";

  private Sha256() {}

  /** A fresh digest to feed. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Ends the digest and names its value. */
  public static String finish(MessageDigest digest) {
    return PREFIX + HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of these bytes. */
  public static String of(byte[] bytes) {
    MessageDigest digest = start();
    digest.update(bytes);
    return finish(digest);
  }
}
