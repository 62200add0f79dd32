package dev.spinrun.e2e.walk;

import dev.spinrun.e2e.cluster.EmptyCluster;
import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.cluster.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images under the names that the repository has for them, where no registry answers and others
 * were built. Closing takes the names away again, and those of the images that the walk built.
 */
final class StandIns implements AutoCloseable {
  private static final String REGISTRY = "registry.invalid/walk";

  private static final List<String> BUILT =
      List.of(REGISTRY + "/spinrun-operator:0.1.0", REGISTRY + "/spinrun-trainer:0.1.0");

  private static final Pattern BASE = Pattern.compile("(?m)^ARG BASE=(\\S+)$");
  private static final Pattern MINIO = Pattern.compile("image: (minio/minio:\\S+)");

  private final List<String> names = new ArrayList<>(BUILT);

  /** Names them, and brings the node what it could not pull. */
  static StandIns bring(EmptyCluster cluster) throws IOException {
    StandIns standIns = new StandIns();
    String jre = System.getenv("SPINRUN_JRE_IMAGE");
    if (jre != null) {
      standIns.name(jre, named(BASE, "operator/Dockerfile"));
    }
    String minio = named(MINIO, "examples/quickstart/minio.yaml");
    standIns.name(Environment.minioImage(), minio);
    cluster.load(minio);
    return standIns;
  }

  /** What the walk has for {@code <registry>}. */
  String registry() {
    return REGISTRY;
  }

  private void name(String image, String name) {
    if (!image.equals(name) && !images().contains(name)) {
      Processes.run(List.of("docker", "tag", image, name));
      names.add(name);
    }
  }

  private static List<String> images() {
    return Processes.run(List.of("docker", "images", "--format", "{{.Repository}}:{{.Tag}}"))
        .lines()
        .toList();
  }

  private static String named(Pattern pattern, String file) throws IOException {
    Matcher found = pattern.matcher(Files.readString(Environment.inRepository(file)));
    if (!found.find()) {
      throw new IllegalStateException("%s has no %s".formatted(file, pattern));
    }
    return found.group(1);
  }

  @Override
  public void close() {
    List<String> there = images();
    names.stream()
        .filter(there::contains)
        .forEach(name -> Processes.run(List.of("docker", "rmi", name)));
  }
}
