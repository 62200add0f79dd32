package dev.spinrun.contract.record;

/**
 * One file of an artefact.
 *
 * @param path below the artefact's folder
 * @param size in bytes
 * @param sha256 {@code sha256:…} of its content
 * @param storeChecksum what the store itself keeps of the content, as its HEAD answers, for example
 *     {@code crc32c:rz9sDg==}
 */
public record FileEntry(String path, long size, String sha256, String storeChecksum) {
  public FileEntry {
    if (path.isEmpty() || path.startsWith("/") || path.contains("..")) {
      throw new IllegalArgumentException(
          "a manifest names '" + path + "', which lies outside its folder");
    }
    if (size < 0) {
      throw new IllegalArgumentException(path + " has size " + size);
    }
  }
}
