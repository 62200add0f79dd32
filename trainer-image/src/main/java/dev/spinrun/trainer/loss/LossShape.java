package dev.spinrun.trainer.loss;

/**
 * How the loss of a pair falls as its margin u rises. Mirrors: diffusers 0.32
 * examples/research_projects/diffusion_dpo/train_diffusion_dpo.py, loss_type.
 */
public enum LossShape {
  /** softplus(-u), falling for ever: SPIN-Diffusion, Diffusion-DPO. */
  SIGMOID("torch.softplus(torch.neg(u))", "ln 2"),
  /** max(0, 1 - u), at rest from a margin of 1 on: SLiC (Zhao et al., arXiv 2305.10425). */
  HINGE("torch.relu(torch.add(torch.neg(u), 1.0))", "1 - 0"),
  /**
   * (gap + 1 / (2 beta))^2 with gap = -2 u / beta, rising again beyond its aim: IPO (Azar et al.,
   * arXiv 2310.12036), eq. 17.
   */
  IPO("torch.pow(torch.add(gap, aim), 2)", "(1 / (2 beta))^2");

  private final String script;
  private final String start;

  LossShape(String script, String start) {
    this.script = script;
    this.start = start;
  }

  /** The loss of each pair in terms of u, gap and aim. */
  String script() {
    return script;
  }

  /** The formula of {@link #atEquality} in words. */
  public String start() {
    return start;
  }

  /** The loss while model and reference are equal. */
  public double atEquality(double beta) {
    return at(0, beta);
  }

  /** The loss of a pair with this margin. */
  public double at(double u, double beta) {
    return switch (this) {
      case SIGMOID -> Math.max(0, -u) + Math.log1p(Math.exp(-Math.abs(u)));
      case HINGE -> Math.max(0, 1 - u);
      case IPO -> Math.pow((0.5 - 2 * u) / beta, 2);
    };
  }
}
