package dev.spinrun.trainer.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the characters of a word into the pieces of a vocabulary: the pair that was learned first
 * is joined first. Source: Sennrich et al., arXiv 1508.07909, algorithm 1.
 */
final class BytePairs {
  private static final String WORD_END = "</w>";

  private final Map<Pair, Integer> ranks = new HashMap<>();

  private record Pair(String left, String right) {}

  /**
   * Takes the joins in the order in which they were learned.
   *
   * @param merges lines of two pieces with a space between
   */
  BytePairs(List<String> merges) {
    for (String merge : merges) {
      int space = merge.indexOf(' ');
      if (space <= 0 || space == merge.length() - 1) {
        throw new IllegalArgumentException(
            "A line of merges.txt is `"
                + merge
                + "`; two pieces with a space between belong there.");
      }
      ranks.putIfAbsent(
          new Pair(merge.substring(0, space), merge.substring(space + 1)), ranks.size());
    }
  }

  /** The pieces of a word that is spelled in the byte alphabet; the last one ends in the mark. */
  List<String> split(String word) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < word.length(); i++) {
      pieces.add(word.substring(i, i + 1) + (i == word.length() - 1 ? WORD_END : ""));
    }
    for (int best = first(pieces); best >= 0; best = first(pieces)) {
      joinAll(pieces, new Pair(pieces.get(best), pieces.get(best + 1)));
    }
    return pieces;
  }

  /** Where the pair of lowest rank begins, or -1. */
  private int first(List<String> pieces) {
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < pieces.size(); i++) {
      int rank = ranks.getOrDefault(new Pair(pieces.get(i), pieces.get(i + 1)), Integer.MAX_VALUE);
      if (rank < bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }

  private static void joinAll(List<String> pieces, Pair pair) {
    for (int i = 0; i + 1 < pieces.size(); i++) {
      if (pieces.get(i).equals(pair.left) && pieces.get(i + 1).equals(pair.right)) {
        pieces.set(i, pair.left + pair.right);
        pieces.remove(i + 1);
      }
    }
  }
}
