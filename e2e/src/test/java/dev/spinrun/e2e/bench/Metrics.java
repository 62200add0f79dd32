package dev.spinrun.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of a page of metrics in Prometheus' text format. */
final class Metrics {
  private static final Pattern LINE = Pattern.compile("^(\\w+)(?:\\{(.*)})? ([^ ]+)");
  private static final Pattern BOUND = Pattern.compile("le=\"([^\"]+)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private record Sample(String name, String labels, double value) {}

  private final List<Sample> samples = new ArrayList<>();

  private Metrics(String page) {
    page.lines()
        .map(LINE::matcher)
        .filter(Matcher::find)
        .forEach(
            m ->
                samples.add(
                    new Sample(
                        m.group(1),
                        m.group(2) == null ? "" : m.group(2),
                        Double.parseDouble(m.group(3).replace("+Inf", "Infinity")))));
  }

  /** Reads the page at this address. */
  static Metrics at(String address) {
    try {
      return new Metrics(
          HTTP.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + address, e);
    }
  }

  /** The page in this text. */
  static Metrics of(String page) {
    return new Metrics(page);
  }

  /** Sum of the samples of this name whose labels contain this text. */
  double sum(String name, String label) {
    return samples.stream()
        .filter(s -> s.name.equals(name) && s.labels.contains(label))
        .mapToDouble(Sample::value)
        .sum();
  }

  /**
   * A quantile of a histogram in its own unit, linear between two bounds; NaN if it holds nothing.
   */
  double quantile(String name, double share) {
    List<double[]> buckets = new ArrayList<>();
    for (Sample sample : samples) {
      Matcher bound = BOUND.matcher(sample.labels);
      if (sample.name.equals(name + "_bucket") && bound.find()) {
        double upTo = Double.parseDouble(bound.group(1).replace("+Inf", "Infinity"));
        buckets.stream()
            .filter(b -> b[0] == upTo)
            .findFirst()
            .ifPresentOrElse(
                b -> b[1] += sample.value, () -> buckets.add(new double[] {upTo, sample.value}));
      }
    }
    buckets.sort(Comparator.comparingDouble(b -> b[0]));
    double wanted = buckets.isEmpty() ? 0 : share * buckets.get(buckets.size() - 1)[1];
    double from = 0;
    double below = 0;
    for (double[] bucket : buckets) {
      if (bucket[1] >= wanted && bucket[1] > below) {
        return Double.isInfinite(bucket[0])
            ? from
            : from + (bucket[0] - from) * (wanted - below) / (bucket[1] - below);
      }
      from = bucket[0];
      below = bucket[1];
    }
    return Double.NaN;
  }
}
