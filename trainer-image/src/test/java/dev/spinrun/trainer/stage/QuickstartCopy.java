package dev.spinrun.trainer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The quickstart, to be changed. */
public final class QuickstartCopy {
  private static final Path QUICKSTART = Path.of("..", "examples", "quickstart");
  private static final Pattern CAPTION = Pattern.compile("(?<=\"text\": \")[^\"]*");

  private QuickstartCopy() {}

  /** Copies all of it. */
  public static void to(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(QUICKSTART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(QUICKSTART.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
  }

  /** Gives a copy so many captions, which its examples have in turn; returns that of each. */
  public static List<String> withRepeatedCaptions(Path target, int captions) throws IOException {
    to(target);
    Path metadata = target.resolve("data/train/metadata.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(metadata));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher own = CAPTION.matcher(lines.get(i));
      all.add(i < captions && own.find() ? own.group() : all.get(i - captions));
      lines.set(i, CAPTION.matcher(lines.get(i)).replaceFirst(all.get(i)));
    }
    Files.write(metadata, lines);
    return all;
  }
}
