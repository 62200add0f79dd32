package dev.spinrun.trainer.check;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.check.Finding.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What all checks found, for people and for programs.
 *
 * @param versions of what computes
 */
public record CheckReport(Map<String, String> versions, List<Row> checks) {
  public CheckReport {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    checks = List.copyOf(checks);
  }

  /** A check, what it found and how long that took. */
  record Row(String name, @JsonUnwrapped Finding finding, double seconds) {}

  /** 0 if nothing failed, else that of the gravest failure, as for the pods of a stage. */
  public int exitCode() {
    return checks.stream()
        .map(row -> row.finding().failureClass())
        .filter(Objects::nonNull)
        .min(FailureClass::compareTo)
        .map(FailureClass::exitCode)
        .orElse(0);
  }

  /** As one line of JSON. */
  public String json() {
    return Documents.writeLine(this);
  }

  /** As a table of GitHub-flavoured Markdown, to be pasted into an issue. */
  public String text() {
    String head =
        versions.entrySet().stream()
            .map(version -> version.getKey() + " " + version.getValue())
            .collect(Collectors.joining(", "));
    String rows = checks.stream().map(CheckReport::line).collect(Collectors.joining());
    return "%s%n%n%s%s%s%n%s%n"
        .formatted(
            head,
            cells("check", "verdict", "what was found", "figures", "seconds"),
            rule(),
            rows,
            result());
  }

  private static String rule() {
    return cells("---", "---", "---", "---", "---");
  }

  private static String line(Row row) {
    Finding finding = row.finding();
    return cells(
        row.name(),
        Documents.text(finding.verdict()),
        finding.sentence(),
        finding.figures().entrySet().stream()
            .map(figure -> "%s %s".formatted(figure.getKey(), brief(figure.getValue())))
            .collect(Collectors.joining(", ")),
        String.format(Locale.ROOT, "%.1f", row.seconds()));
  }

  private static String cells(String... cells) {
    return "| %s |%n"
        .formatted(
            List.of(cells).stream()
                .map(cell -> cell.replaceAll("\\s+", " ").replace("|", "\\|"))
                .collect(Collectors.joining(" | ")));
  }

  private String result() {
    long failed = checks.stream().filter(row -> row.finding().verdict() == Verdict.FAILED).count();
    return failed == 0
        ? "Nothing failed."
        : "%d of %d checks failed; exit code %d.".formatted(failed, checks.size(), exitCode());
  }

  private static Object brief(Object figure) {
    return figure instanceof Double number ? String.format(Locale.ROOT, "%.3g", number) : figure;
  }
}
