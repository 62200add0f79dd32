package dev.spinrun.trainer.data;

import java.util.BitSet;
import java.util.List;

/**
 * Which examples of a data set are read.
 *
 * @param numbers of the examples, which are numbered from 0 in their order
 * @param fileExamples how many examples each file of the data set has, so that files without a
 *     selected one need not be read; empty if that is not known
 */
public record Selection(BitSet numbers, List<Integer> fileExamples) {
  /** None, for counting them: every file is read. */
  static Selection none() {
    return new Selection(new BitSet(), List.of());
  }

  /** Whether this example is read. */
  boolean has(int number) {
    return numbers.get(number);
  }

  /** How many examples a file has that need not be read, since none of them is; else 0. */
  int passed(int file, int firstNumber) {
    if (file >= fileExamples.size()) {
      return 0;
    }
    int examples = fileExamples.get(file);
    int next = numbers.nextSetBit(firstNumber);
    return next < 0 || next >= firstNumber + examples ? examples : 0;
  }
}
