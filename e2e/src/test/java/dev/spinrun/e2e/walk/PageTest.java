package dev.spinrun.e2e.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.walk.Page.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String PAGE =
      """
      # Title

      ## Look

      ```sh
      ls
      # no heading, a comment
      ```

      This is what you see:

      ```
      a b
      ```

      ```yaml
      not: typed
      ```

      ```sh
      pwd
      ```
      """;

  @Test
  void stepsAreTheShellBlocksWithWhatTheyShow() {
    assertThat(Page.parse(PAGE).steps())
        .containsExactly(
            new Step("Look", "ls\n# no heading, a comment\n", "a b\n"),
            new Step("Look", "pwd\n", ""));
  }

  @Test
  void aSectionsCommandsAreThoseOfAllItsBlocks() {
    assertThat(Page.parse(PAGE).commands("Look")).isEqualTo("ls\n# no heading, a comment\npwd\n");
  }

  @Test
  void readmeInstallsAsTheFirstRunDoes() {
    List<String> first =
        Page.read(Environment.inRepository("docs/first-run.md")).steps().stream()
            .limit(2)
            .map(Step::commands)
            .toList();

    assertThat(Page.read(Environment.inRepository("README.md")).steps())
        .extracting(Step::commands)
        .containsExactly(String.join("", first));
  }
}
