package dev.spinrun.runstore.plan;

/**
 * How opponent and candidate draw, for training and for evaluation alike.
 *
 * @param steps number of denoising steps
 * @param guidanceScale weight of classifier-free guidance; 1 draws without it
 * @param batchSize images drawn at a time
 * @param shards pods that draw synthetic images at the same time
 */
public record Sampling(
    Sampler sampler, int steps, double guidanceScale, int batchSize, int shards) {
  void check(Problems problems) {
    problems.unless(
        steps >= 1 && steps <= 1000, "generate.steps must be in 1..1000 (was %d)", steps);
    problems.unless(
        guidanceScale >= 1 && guidanceScale <= 100,
        "generate.guidanceScale must be in 1..100 (was %s)",
        guidanceScale);
    problems.unless(batchSize >= 1, "generate.batchSize must be at least 1 (was %d)", batchSize);
    problems.unless(shards >= 1, "generate.workers must be at least 1 (was %d)", shards);
  }
}
