package dev.spinrun.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.settings.ScorerName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummariesTest {
  private static final double EXACT = 1e-12;

  @Test
  void meanAndMedianAreThoseOfAllImages() {
    ScorerSummary summary = only(lines(1, 2, 4, 9), List.of(), List.of());

    assertThat(summary.images()).isEqualTo(4);
    assertThat(summary.mean()).isCloseTo(4, within(EXACT));
    assertThat(summary.median()).isCloseTo(3, within(EXACT));
    assertThat(summary.againstOpponent()).isNull();
  }

  @Test
  void aTieCountsHalfAWin() {
    Comparison c = comparison(lines(1, 2, 3, 4), lines(0, 2, 4, 3));

    assertThat(c.pairs()).isEqualTo(4);
    assertThat(c.winRate()).isCloseTo(0.625, within(EXACT));
    assertThat(c.meanDifference()).isCloseTo(0.25, within(EXACT));
  }

  @Test
  void onlyImagesOfTheSameSeedAndPromptArePaired() {
    List<ScoreLine> otherSeed =
        List.of(new ScoreLine(0, 0, 43, "prompt 0", ScorerName.CLIP_SCORE, 5));

    assertThat(only(lines(1, 2), otherSeed, List.of()).againstOpponent()).isNull();
  }

  @Test
  void theIntervalHoldsTheEstimateAndShrinksWithMorePairs() {
    Comparison few = comparison(noisy(20, 1), noisy(20, 0));
    Comparison many = comparison(noisy(2000, 1), noisy(2000, 0));

    assertThat(few.winRate()).isBetween(few.winRateLow(), few.winRateHigh());
    assertThat(many.meanDifference())
        .isBetween(many.meanDifferenceLow(), many.meanDifferenceHigh());
    assertThat(width(many)).isLessThan(width(few) / 4);
  }

  @Test
  void lessConfidenceIsANarrowerInterval() {
    List<ScoreLine> ours = noisy(50, 1);
    List<ScoreLine> theirs = noisy(50, 0);
    Comparison usual = comparison(ours, theirs);
    Comparison bold =
        Objects.requireNonNull(Summaries.of(ours, theirs, List.of(), 0.8).get(0).againstOpponent());

    assertThat(bold.meanDifference()).isEqualTo(usual.meanDifference());
    assertThat(width(bold)).isLessThan(width(usual));
  }

  @Test
  void moreImagesOfTheSamePromptsThatSayTheSameDoNotNarrowTheInterval() {
    Comparison one = comparison(noisy(30, 1), noisy(30, 0));
    Comparison four = comparison(repeated(noisy(30, 1), 4), repeated(noisy(30, 0), 4));

    assertThat(four.pairs()).isEqualTo(4 * one.pairs());
    assertThat(four.winRate()).isCloseTo(one.winRate(), within(EXACT));
    assertThat(width(four)).isCloseTo(width(one), within(EXACT));
  }

  private static List<ScoreLine> repeated(List<ScoreLine> lines, int times) {
    return lines.stream()
        .flatMap(
            line ->
                IntStream.range(0, times)
                    .mapToObj(
                        image ->
                            new ScoreLine(
                                line.prompt(),
                                image,
                                line.seed(),
                                line.text(),
                                line.scorer(),
                                line.score())))
        .toList();
  }

  @Test
  void theOrderOfTheLinesChangesNothing() {
    List<ScoreLine> shuffled = new ArrayList<>(noisy(50, 1));
    Collections.shuffle(shuffled, new Random(3));

    assertThat(only(shuffled, noisy(50, 0), List.of()))
        .isEqualTo(only(noisy(50, 1), noisy(50, 0), List.of()));
  }

  private static double width(Comparison c) {
    return c.meanDifferenceHigh() - c.meanDifferenceLow();
  }

  private static Comparison comparison(List<ScoreLine> ours, List<ScoreLine> theirs) {
    return Objects.requireNonNull(only(ours, theirs, List.of()).againstOpponent());
  }

  private static ScorerSummary only(
      List<ScoreLine> candidate, List<ScoreLine> opponent, List<ScoreLine> base) {
    List<ScorerSummary> all = Summaries.of(candidate, opponent, base, 0.95);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static List<ScoreLine> noisy(int count, double mean) {
    Random random = new Random((long) (mean * 1000));
    return lines(
        IntStream.range(0, count).mapToDouble(i -> mean + random.nextGaussian()).toArray());
  }

  private static List<ScoreLine> lines(double... scores) {
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new ScoreLine(i, 0, 42, "prompt " + i, ScorerName.CLIP_SCORE, scores[i]))
        .toList();
  }
}
