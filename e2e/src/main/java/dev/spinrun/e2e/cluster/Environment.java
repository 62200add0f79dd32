package dev.spinrun.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the environment says of images and folders. */
public final class Environment {
  private static final String VERSIONS = "e2e/cluster/versions.sh";

  private Environment() {}

  private static String image(String variable, Supplier<String> defaultImage) {
    String image = System.getenv(variable);
    return image == null || image.isEmpty() ? defaultImage.get() : image;
  }

  /** The image that the environment names, else the one in versions.sh under this name. */
  static String pinnedImage(String name) {
    return image("SPINRUN_" + name, () -> pinned(name));
  }

  /** The value of a variable in versions.sh. */
  static String pinned(String name) {
    String start = name + "=";
    try (Stream<String> lines = Files.lines(inRepository(VERSIONS))) {
      return lines
          .filter(line -> line.startsWith(start))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(VERSIONS + " names no " + name))
          .substring(start.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operator's image. */
  public static String operatorImage() {
    return image("SPINRUN_OPERATOR_IMAGE", () -> "spinrun/operator:dev");
  }

  /** The trainer's image. */
  public static String trainerImage() {
    return image("SPINRUN_TRAINER_IMAGE", () -> "spinrun/trainer:dev");
  }

  /** The S3 server's image. */
  public static String minioImage() {
    return pinnedImage("MINIO_IMAGE");
  }

  /** The image of Toxiproxy. */
  public static String toxiproxyImage() {
    return pinnedImage("TOXIPROXY_IMAGE");
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
