package dev.spinrun.e2e.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.e2e.cluster.EmptyCluster;
import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.walk.Page.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** docs/first-run.md does what it says, on a cluster that has nothing yet. */
@Tag("docker")
@Execution(ExecutionMode.CONCURRENT)
class WalkTest {
  private static final Path WALK = Environment.inRepository("docs/first-run.md");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Test
  void everyCommandWorksAndShowsWhatThePageSays() throws IOException {
    try (EmptyCluster cluster = EmptyCluster.start();
        StandIns images = StandIns.bring(cluster)) {
      Desk desk = Desk.prepare(cluster.kubeconfig());
      Pictures.write(desk.checkout().resolve("pictures"));
      List<Substitution> substitutions = substitutions(cluster, images);
      SoftAssertions seen = new SoftAssertions();
      try (Shell shell = new Shell(desk.record(), desk.checkout(), desk.environment())) {
        for (Step step : Page.read(WALK).steps()) {
          walk(shell, step, substitutions, seen);
        }
      }
      seen.assertAll();
      assertThat(desk.checkout().resolve("gallery.png")).isNotEmptyFile();
      assertThat(desk.checkout().resolve("castle-1/model_index.json")).isNotEmptyFile();
      assertThat(Files.readAllLines(desk.checkout().resolve("pictures/metadata.jsonl")))
          .hasSize(24);
    }
  }

  private static List<Substitution> substitutions(EmptyCluster cluster, StandIns images)
      throws IOException {
    String port = Integer.toString(Desk.freePort());
    return List.of(
        Substitution.of("<registry>", images.registry(), "The page leaves the name to its reader."),
        Substitution.of(
            "(?m)^docker push (\\S+)$",
            Matcher.quoteReplacement(cluster.loading("IMAGE")).replace("IMAGE", "$1"),
            "There is no registry here: the image goes straight to the node."),
        Substitution.of(
            "(?m)^(mvn .*)\\bpackage\\b",
            "$1validate",
            "The build that this test is part of has packaged both minutes ago."),
        Substitution.of(
            "localhost:9000", "localhost:" + port, "Something else may listen at 9000 here."),
        Substitution.of(" 9000:9000 ", " " + port + ":9000 ", "The same, for the port-forward."));
  }

  private static void walk(
      Shell shell, Step step, List<Substitution> substitutions, SoftAssertions seen) {
    String commands = step.commands();
    for (Substitution substitution : substitutions) {
      commands = substitution.in(commands);
    }
    Shown shown = new Shown(step.shown());
    List<String> phases = shown.phases();
    boolean watches = commands.contains("--watch");
    Instant start = Instant.now();
    Shell.Outcome outcome =
        shell.run(
            commands,
            PATIENCE,
            output ->
                watches && new Shown(output).phases().contains(phases.get(phases.size() - 1)));
    System.out.printf(
        "walk: %5.1f s %s%n", Duration.between(start, Instant.now()).toMillis() / 1000.0, step);

    assertThat(outcome.failures()).as("%s%n%s", step, outcome.output()).isEmpty();
    if (watches) {
      // What is shown first may be over before one looks.
      seen.assertThat(new Shown(outcome.output()).phases())
          .as("%s", step)
          .containsSubsequence(phases.subList(1, phases.size()));
    } else {
      seen.assertThat(shown.missingIn(outcome.output()))
          .as("what the page shows below `%s`, in%n%s", step, outcome.output())
          .isNull();
    }
  }
}
