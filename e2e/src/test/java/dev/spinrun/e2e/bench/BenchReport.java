package dev.spinrun.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Turns the lines of a bench into tables, and puts them between the markers of a page.
 *
 * <p>Arguments: the file of lines, the page, then one sentence per condition.
 */
public final class BenchReport {
  private static final String BEGIN = "<!-- make bench-operator: begin -->";
  private static final String END = "<!-- make bench-operator: end -->";

  private BenchReport() {}

  /** Writes the page. */
  public static void main(String[] arguments) throws IOException {
    List<Measurement> sizes = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      sizes.add(new ObjectMapper().readValue(line, Measurement.class));
    }
    List<String> conditions = List.of(arguments).subList(2, arguments.length);
    String tables = tables(sizes, conditions);
    System.out.println(tables);
    Path page = Path.of(arguments[1]);
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(page + " has no markers " + BEGIN + " and " + END);
    }
    Files.writeString(page, text.substring(0, begin) + BEGIN + "\n" + tables + text.substring(end));
  }

  static String tables(List<Measurement> sizes, List<String> conditions) {
    StringBuilder out = new StringBuilder();
    conditions.forEach(c -> out.append("- ").append(c).append('\n'));
    out.append('\n').append(heading(sizes));
    row(out, sizes, "seconds in all", "%.0f", Measurement::seconds);
    row(out, sizes, "runs per minute", "%.0f", Measurement::runsPerMinute);
    for (String quantile : List.of("p50", "p95", "p99")) {
      row(
          out,
          sizes,
          "reconcile " + quantile + ", ms",
          "%.1f",
          m -> m.reconcileMillis().get(quantile));
    }
    row(out, sizes, "reconciles per run", "%.1f", m -> m.perRun(m.reconciles()));
    row(out, sizes, "API requests per run", "%.1f", m -> m.perRun(m.apiRequests()));
    row(out, sizes, "store requests per run", "%.1f", m -> m.perRun(m.storeRequests()));
    row(out, sizes, "operator CPU per run, ms", "%.0f", m -> m.perRun(m.operatorCpu()) * 1000);
    row(out, sizes, "operator's peak memory, MiB", "%.0f", Measurement::operatorMiB);
    row(out, sizes, "failures", "%.0f", Measurement::failures);
    out.append("\nShare of the CPU time that all processes used together:\n\n");
    out.append(heading(sizes));
    for (String process : sizes.get(0).cpuSeconds().keySet()) {
      row(out, sizes, process, "%.1f %%", m -> 100 * m.cpuSeconds().get(process) / total(m));
    }
    row(out, sizes, "CPU seconds per run, all", "%.2f", m -> m.perRun(total(m)));
    return out.toString();
  }

  private static double total(Measurement m) {
    return m.cpuSeconds().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String heading(List<Measurement> sizes) {
    String names =
        sizes.stream().map(m -> "%,d runs |".formatted(m.runs())).collect(Collectors.joining(" "));
    return "| | %s%n|---|%s%n"
        .formatted(names + ratioNames(sizes), "---|".repeat(2 * sizes.size() - 1));
  }

  private static String ratioNames(List<Measurement> sizes) {
    StringBuilder names = new StringBuilder();
    for (int i = 1; i < sizes.size(); i++) {
      names.append(" %,d : %,d |".formatted(sizes.get(i).runs(), sizes.get(i - 1).runs()));
    }
    return names.toString();
  }

  /** One figure for each size, then the ratio of each size to the one before. */
  private static void row(
      StringBuilder out,
      List<Measurement> sizes,
      String name,
      String format,
      ToDoubleFunction<Measurement> figure) {
    out.append("| ").append(name).append(" |");
    for (Measurement size : sizes) {
      out.append(' ').append(String.format(Locale.ROOT, format, figure.applyAsDouble(size)));
      out.append(" |");
    }
    for (int i = 1; i < sizes.size(); i++) {
      double ratio = figure.applyAsDouble(sizes.get(i)) / figure.applyAsDouble(sizes.get(i - 1));
      out.append(Double.isFinite(ratio) ? " %.2f |".formatted(ratio) : " |");
    }
    out.append('\n');
  }
}
