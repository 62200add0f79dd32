package dev.spinrun.runstore.plan;

import dev.spinrun.runstore.json.Defaulted;

/**
 * How opponent and candidate draw, for training and for evaluation alike.
 *
 * @param steps number of denoising steps
 * @param eta share of DDIM's noise that each step draws anew, in 0..1; a plan may leave it out,
 *     which is 0
 * @param guidanceScale weight of classifier-free guidance; 1 draws without it
 * @param batchSize images drawn at a time
 * @param shards pods that draw synthetic images at the same time
 */
public record Sampling(
    Sampler sampler,
    int steps,
    @Defaulted Double eta,
    double guidanceScale,
    int batchSize,
    int shards) {
  public Sampling {
    eta = eta == null ? 0.0 : eta;
  }

  void check(Problems problems) {
    problems.unless(
        steps >= 1 && steps <= 1000, "generate.steps must be in 1..1000 (was %d)", steps);
    problems.unless(eta >= 0 && eta <= 1, "generate.eta must be in 0..1 (was %s)", eta);
    problems.unless(
        eta == 0 || sampler == Sampler.DDIM,
        "generate.eta must be 0 unless generate.sampler is Ddim (was %s)",
        eta);
    problems.unless(
        guidanceScale >= 1 && guidanceScale <= 100,
        "generate.guidanceScale must be in 1..100 (was %s)",
        guidanceScale);
    problems.unless(batchSize >= 1, "generate.batchSize must be at least 1 (was %d)", batchSize);
    problems.unless(shards >= 1, "generate.workers must be at least 1 (was %d)", shards);
  }
}
