package dev.spinrun.runstore.hub;

import dev.spinrun.contract.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest that a hub gives for a file, and the content as it comes. Source: git, "Git Objects":
 * a blob is known by the SHA-1 of its length and its content; a large file by its SHA-256.
 *
 * @param expected hexadecimal digits
 */
record Promise(String name, MessageDigest digest, String expected) {
  static Promise ofLargeFile(String sha256) {
    return new Promise("SHA-256", Sha256.start(), sha256);
  }

  /** Of a file that lies in the repository itself. */
  static Promise ofBlob(String sha1, long size) {
    MessageDigest digest = sha1();
    digest.update(("blob " + size + "\0").getBytes(StandardCharsets.UTF_8));
    return new Promise("SHA-1", digest, sha1);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** Whether what has come is what was promised; ends the digest. */
  boolean isKept() {
    return HexFormat.of().formatHex(digest.digest()).equals(expected);
  }
}
