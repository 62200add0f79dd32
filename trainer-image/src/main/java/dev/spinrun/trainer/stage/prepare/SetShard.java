package dev.spinrun.trainer.stage.prepare;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A share of a set that is encoded by one pod and committed by itself, so that a failure costs no
 * more than a shard of each pod.
 *
 * @param number from 0
 * @param begin number of its first example
 * @param end behind the last; no part of prepared data lies in two shards
 */
record SetShard(int number, int begin, int end) {
  private static final int MOST = 256;

  /**
   * Divides examples, whoever encodes them and however many do, into at most 256 shards of at least
   * a part.
   *
   * @param partNumbers how many consecutive numbers share a part
   */
  static List<SetShard> of(BitSet examples, int partNumbers) {
    int least = Math.max(partNumbers, (examples.cardinality() + MOST - 1) / MOST);
    List<SetShard> shards = new ArrayList<>();
    int begin = 0;
    int held = 0;
    for (int part = 0; part < examples.length(); part += partNumbers) {
      int end = Math.min(part + partNumbers, examples.length());
      held += examples.get(part, end).cardinality();
      if (held >= least || (held > 0 && end == examples.length())) {
        shards.add(new SetShard(shards.size(), begin, end));
        begin = end;
        held = 0;
      }
    }
    return shards;
  }
}
