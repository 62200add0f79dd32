package dev.spinrun.trainer.data;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which examples of a data set are read; examples are numbered from 0 in their order. */
public final class Selection {
  private final @Nullable BitSet numbers;
  private final List<Integer> fileExamples;

  private Selection(@Nullable BitSet numbers, List<Integer> fileExamples) {
    this.numbers = numbers;
    this.fileExamples = fileExamples;
  }

  /** Every example. */
  public static Selection all() {
    return new Selection(null, List.of());
  }

  /**
   * The examples of these numbers.
   *
   * @param fileExamples how many examples each file of the data set has, so that files without a
   *     selected one need not be read
   */
  public static Selection of(BitSet numbers, List<Integer> fileExamples) {
    return new Selection(numbers, fileExamples);
  }

  /** None, for counting them: every file is read. */
  static Selection none() {
    return new Selection(new BitSet(), List.of());
  }

  /** Whether this example is read. */
  boolean has(int number) {
    return numbers == null || numbers.get(number);
  }

  /** How many examples a file has that need not be read, since none of them is; else 0. */
  int passed(int file, int firstNumber) {
    if (numbers == null || file >= fileExamples.size()) {
      return 0;
    }
    int examples = fileExamples.get(file);
    int next = numbers.nextSetBit(firstNumber);
    return next < 0 || next >= firstNumber + examples ? examples : 0;
  }
}
