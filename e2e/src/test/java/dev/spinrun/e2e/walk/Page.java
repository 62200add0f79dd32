package dev.spinrun.e2e.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The steps of a Markdown page: its {@code sh} blocks, in order. */
record Page(List<Step> steps) {
  private static final Pattern HEADING_OR_BLOCK =
      Pattern.compile("(?ms)^#+ (?<heading>[^\\n]+)$|^```(?<kind>\\w*)\\n(?<text>.*?)^```$");

  Page {
    steps = List.copyOf(steps);
  }

  /**
   * Commands that a reader types.
   *
   * @param section heading above them
   * @param commands the block as it stands there
   * @param shown the block without a language that follows, which is what one sees; empty if none
   */
  record Step(String section, String commands, String shown) {
    @Override
    public String toString() {
      return section + ": " + commands.lines().findFirst().orElse("");
    }
  }

  static Page read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page parse(String markdown) {
    List<Step> steps = new ArrayList<>();
    String section = "";
    Matcher found = HEADING_OR_BLOCK.matcher(markdown);
    while (found.find()) {
      if (found.group("heading") != null) {
        section = found.group("heading");
      } else if (found.group("kind").equals("sh")) {
        steps.add(new Step(section, found.group("text"), ""));
      } else if (found.group("kind").isEmpty() && !steps.isEmpty()) {
        int last = steps.size() - 1;
        steps.set(last, new Step(section, steps.get(last).commands(), found.group("text")));
      }
    }
    return new Page(steps);
  }

  /** All commands of a section. */
  String commands(String section) {
    StringBuilder commands = new StringBuilder();
    steps.stream()
        .filter(s -> s.section().equals(section))
        .forEach(s -> commands.append(s.commands()));
    return commands.toString();
  }
}
