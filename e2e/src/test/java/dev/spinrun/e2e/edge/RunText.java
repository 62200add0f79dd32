package dev.spinrun.e2e.edge;

/** Texts about a run, made comparable with those about another run of the same course. */
public final class RunText {
  private RunText() {}

  /**
   * Without what differs from run to run: times, durations, digests, URIs, and the run's uid, whole
   * or in a name.
   */
  public static String masked(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>")
        .replaceAll("-[0-9a-f]{5}-(?=i[0-9]+-|workers)", "-<uid>-")
        .replaceAll("s3://[^ ,;]*[^ ,;.]", "<uri>")
        .replaceAll("after ([0-9]+[hms])+", "after <duration>")
        .replaceAll("\\b(i[0-9]+-a[0-9]+)-[0-9a-f]{8}\\b", "$1-<digest>")
        .replaceAll("sha256:[0-9a-f]{64}", "<digest>")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "<time>");
  }
}
