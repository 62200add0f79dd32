package dev.spinrun.e2e.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page says that one sees. Numbers, digests and the width of columns are those of the day
 * the page was written, and {@code …} stands for anything; everything else must match exactly.
 */
record Shown(String text) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<digest>[0-9a-f]{8,})|(?<run>(?<=-)[0-9a-f]{5}(?=-i\\d))|(?<pod>(?<=-a\\d{1,2}-)[a-z0-9]{5}\\b)"
              + "|(?<number>\\d+(\\.\\d+)?)|(?<space> +)|(?<any>…)|.");

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
      if (token.group("digest") != null) {
        pattern.append("[0-9a-f]{8,}");
      } else if (token.group("run") != null) {
        pattern.append("[0-9a-f]{5}");
      } else if (token.group("pod") != null) {
        pattern.append("[a-z0-9]{5}");
      } else if (token.group("number") != null) {
        pattern.append("-?\\d+(\\.\\d+)?");
      } else if (token.group("space") != null) {
        pattern.append(" +");
      } else if (token.group("any") != null) {
        pattern.append(".*");
      } else {
        pattern.append(Pattern.quote(token.group()));
      }
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
