package dev.spinrun.e2e.walk;

import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.cluster.Processes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A user's place: a clone of the repository, the programs, and nobody else's settings. */
final class Desk {
  /** What the build leaves for the images. */
  private static final List<String> PACKAGED =
      List.of("operator/target/quarkus-app", "trainer-image/target/image");

  private final Path repository = Environment.inRepository("");
  private final Path folder = repository.resolve("e2e/target/walk");

  /** Lays everything out anew. */
  static Desk prepare(String kubeconfig) throws IOException {
    Desk desk = new Desk();
    desk.clear();
    Files.createDirectories(desk.checkout());
    Files.writeString(desk.kubeconfig(), kubeconfig);
    desk.copyTrackedFiles();
    for (String packaged : PACKAGED) {
      desk.link(packaged);
    }
    return desk;
  }

  private void clear() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void copyTrackedFiles() throws IOException {
    String tracked = Processes.run(List.of("git", "-C", repository.toString(), "ls-files", "-z"));
    for (String file : Pattern.compile("\0").splitAsStream(tracked).toList()) {
      Path from = repository.resolve(file);
      if (Files.isRegularFile(from)) {
        Files.createDirectories(checkout().resolve(file).getParent());
        Files.copy(from, checkout().resolve(file));
      }
    }
  }

  private void link(String packaged) throws IOException {
    if (!Files.isDirectory(repository.resolve(packaged))) {
      throw new IllegalStateException(packaged + " is missing: run mvn package first.");
    }
    try (Stream<Path> files = Files.walk(repository.resolve(packaged))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path link = checkout().resolve(repository.relativize(file));
        Files.createDirectories(link.getParent());
        Files.createLink(link, file);
      }
    }
  }

  /** The clone that a reader works in. */
  Path checkout() {
    return folder.resolve("checkout");
  }

  /** Where it is kept what was typed and seen. */
  Path record() {
    return folder.resolve("record");
  }

  private Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The environment of a shell: pinned programs, and no settings of whoever runs this test. */
  Map<String, String> environment() {
    String programs =
        Processes.run(List.of(repository.resolve("e2e/cluster/programs.sh").toString()))
            .lines()
            .reduce((first, second) -> second)
            .orElseThrow();
    return Map.of(
        "PATH", programs + ":" + System.getenv("PATH"),
        "KUBECONFIG", kubeconfig().toString(),
        "HELM_CONFIG_HOME", folder.resolve("helm").toString(),
        "HELM_CACHE_HOME", folder.resolve("helm").toString(),
        "HELM_DATA_HOME", folder.resolve("helm").toString(),
        "AWS_CONFIG_FILE", folder.resolve("aws").toString(),
        "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("aws").toString(),
        "AWS_MAX_ATTEMPTS", "10");
  }

  /** A port on which nothing listens. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
