package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.operator.plan.decision.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonsInTheDocsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\| (\\w+) \\|");

  @Test
  void everyReasonHasItsRowAndEveryRowItsReason() throws IOException {
    String page = Files.readString(Path.of("../docs/operator.md"));
    List<String> documented =
        ROW.matcher(page).results().map(TroubleRow::of).map(TroubleRow::text).toList();
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(r -> r.text() + " " + condition(r)).toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureOfAStoreHasAReasonThatPeopleOrTimeCanMend(StoreFailure failure) {
    assertThat(Reason.of(failure).isEnd()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void everyClassOfFailureEndsARunWithAReasonOfItsOwn(FailureClass failure) {
    assertThat(Reason.of(failure).isEnd()).isTrue();
  }

  private record TroubleRow(String text) {
    static TroubleRow of(MatchResult match) {
      return new TroubleRow(match.group(1) + " " + match.group(2));
    }
  }

  private static String condition(Reason reason) {
    return switch (reason.effect()) {
      case PROGRESS -> "Reconciling";
      case STALLED -> "Stalled";
      case SUSPENDED -> "Suspended";
      case PAUSED -> "none";
      case COMPLETE -> "Complete";
      case FAILED -> "Failed";
    };
  }
}
