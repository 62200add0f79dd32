package dev.spinrun.e2e.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a page says that one sees. Numbers, durations, digests and the width of columns are those of
 * the day the page was written, and {@code …} stands for anything; everything else must match
 * exactly.
 */
record Shown(String text) {
  /** What differs from day to day: how it is recognized on the page, and what is seen instead. */
  private enum Varying {
    DIGEST("[0-9a-f]{8,}", "[0-9a-f]{8,}"),
    RUN("(?<=-)[0-9a-f]{5}(?=-i\\d)", "[0-9a-f]{5}"),
    POD("(?<=-a\\d{1,2}-)[a-z0-9]{5}\\b", "[a-z0-9]{5}"),
    DURATION("(?<![\\w-])(\\d+[dhms])+\\b", "(\\d+[dhms])+"),
    NUMBER("\\d+(\\.\\d+)?", "-?\\d+(\\.\\d+)?"),
    WIDTH(" +", " +"),
    ANYTHING("…", ".*");

    private final String shown;
    private final String seen;

    Varying(String shown, String seen) {
      this.shown = shown;
      this.seen = seen;
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          Stream.of(Varying.values())
              .map(varying -> "(?<" + varying.name() + ">" + varying.shown + ")")
              .collect(Collectors.joining("|", "", "|.")));

  /** {@code kubectl get spinruns} prints a run's name, then its phase. */
  private static final Pattern PHASE = Pattern.compile("(?m)^\\S+ +(?<phase>[A-Z][a-z]\\w+) ");

  /** The first line that is not to be seen in the output, after those before it; null if none. */
  @org.jspecify.annotations.Nullable
  String missingIn(String output) {
    int from = 0;
    for (String line : text.lines().toList()) {
      Matcher found = pattern(line).matcher(output);
      if (!found.find(from)) {
        return line;
      }
      from = found.end();
    }
    return null;
  }

  private static Pattern pattern(String line) {
    StringBuilder pattern = new StringBuilder("(?m)^");
    Matcher token = TOKEN.matcher(line.strip());
    while (token.find()) {
      pattern.append(
          Stream.of(Varying.values())
              .filter(varying -> token.group(varying.name()) != null)
              .findFirst()
              .map(varying -> varying.seen)
              .orElseGet(() -> Pattern.quote(token.group())));
    }
    return Pattern.compile(pattern.append(" *$").toString());
  }

  /** The phases of a run in the order in which they are seen. */
  List<String> phases() {
    List<String> phases = new ArrayList<>();
    Matcher found = PHASE.matcher(text);
    while (found.find()) {
      String phase = found.group("phase");
      if (phases.isEmpty() || !phases.get(phases.size() - 1).equals(phase)) {
        phases.add(phase);
      }
    }
    return phases;
  }
}
