package dev.spinrun.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.contract.json.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpinTrainerTest {
  @TempDir Path folder;

  @Test
  void aPlanWithProblemsEndsWithExitCode2AndALastWord() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.json"), "{\"schema\": 1, \"iteration\": 0}");

    assertThat(run("train", "--plan", plan.toString())).isEqualTo(2);
    assertThat(lastWord().failureClass()).isEqualTo(FailureClass.CONFIGURATION);
    assertThat(lastWord().message()).contains("plan.json");
  }

  @Test
  void aPlanThatIsNotThereEndsWithExitCode2() throws IOException {
    assertThat(run("train", "--plan", folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(lastWord().message()).contains("none.json");
  }

  @Test
  void anUnknownStageIsAWrongCommandLine() throws IOException {
    assertThat(run("fly", "--plan", "plan.json")).isEqualTo(2);
  }

  @Test
  void aPlanOfAnotherRunEndsWithExitCode5BeforeItIsRead() throws IOException {
    byte[] mounted = "not even a plan".getBytes(StandardCharsets.UTF_8);
    Path plan = Files.write(folder.resolve("plan.json"), mounted);
    Path work = folder.resolve("work");
    String expected = Sha256.of(new byte[0]);

    assertThat(
            run(
                "train",
                "--plan",
                plan.toString(),
                "--plan-digest",
                expected,
                "--work",
                work.toString()))
        .isEqualTo(5);
    assertThat(lastWord().failureClass()).isEqualTo(FailureClass.INFRASTRUCTURE);
    assertThat(lastWord().message())
        .isEqualTo(
            "The plan %s has the digest %s, but this stage was started for %s: the file belongs to another run of the same name, or to an older plan. Nothing was done; start the stage again with the right file."
                .formatted(plan, Sha256.of(mounted), expected));
    assertThat(work).doesNotExist();
  }

  @Test
  void aPlanOfTheRightDigestIsRead() throws IOException {
    byte[] plan = "{\"schema\": 1}".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("plan.json"), plan);

    assertThat(run("train", "--plan", file.toString(), "--plan-digest", Sha256.of(plan)))
        .isEqualTo(2);
    assertThat(lastWord().failureClass()).isEqualTo(FailureClass.CONFIGURATION);
  }

  private int run(String... arguments) throws IOException {
    Path log = Files.createFile(folder.resolve("termination-log"));
    return new SpinTrainer(Map.of("SPINRUN_TERMINATION_LOG", log.toString())).run(arguments);
  }

  private LastWord lastWord() throws IOException {
    return LastWord.find(Files.readString(folder.resolve("termination-log"))).orElseThrow();
  }
}
