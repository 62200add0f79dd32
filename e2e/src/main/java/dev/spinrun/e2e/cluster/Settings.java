package dev.spinrun.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the environment says of images and folders. */
public final class Settings {
  private Settings() {}

  /** The image that the variable names, else the default. */
  static String image(String variable, String defaultImage) {
    String image = System.getenv(variable);
    return image == null || image.isEmpty() ? defaultImage : image;
  }

  /** The operator's image. */
  public static String operatorImage() {
    return image("SPINRUN_OPERATOR_IMAGE", "spinrun/operator:dev");
  }

  /** The trainer's image. */
  public static String trainerImage() {
    return image("SPINRUN_TRAINER_IMAGE", "spinrun/trainer:dev");
  }

  /** The S3 server's image. */
  public static String minioImage() {
    return image("SPINRUN_MINIO_IMAGE", "minio/minio:RELEASE.2025-09-07T16-13-09Z");
  }

  /** The image of Toxiproxy. */
  public static String toxiproxyImage() {
    return image("SPINRUN_TOXIPROXY_IMAGE", "ghcr.io/shopify/toxiproxy:2.5.0");
  }

  /** A file or folder of the repository. */
  public static Path inRepository(String path) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("trainer-image"))) {
        return folder.resolve(path);
      }
    }
    throw new IllegalStateException("run this inside the repository: " + path + " is not found");
  }
}
