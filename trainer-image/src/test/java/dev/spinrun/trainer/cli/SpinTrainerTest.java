package dev.spinrun.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.runstore.record.FailureClass;
import dev.spinrun.runstore.record.LastWord;
import java.io.IOException;
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

  private int run(String... arguments) throws IOException {
    Path log = Files.createFile(folder.resolve("termination-log"));
    return new SpinTrainer(Map.of("SPINRUN_TERMINATION_LOG", log.toString())).run(arguments);
  }

  private LastWord lastWord() throws IOException {
    return LastWord.find(Files.readString(folder.resolve("termination-log"))).orElseThrow();
  }
}
