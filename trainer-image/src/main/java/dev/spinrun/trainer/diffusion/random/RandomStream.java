package dev.spinrun.trainer.diffusion.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Random numbers that are a pure function of a seed, a path and a position.
 *
 * <p>There is no state to save: whoever knows what a number is for (an iteration, a step, an
 * example, a purpose) finds it again on any machine, in any order, in any batch. Numbers of
 * different paths are independent. Logarithm, sine and cosine are StrictMath's, equal everywhere.
 */
public final class RandomStream {
  private static final int WORDS = 4;
  private static final double TWO_TO_32 = 0x1p32;

  /** 16 ulp; two products of functions that are within one ulp each differ by less. */
  private static final double SLACK = 0x1p-48;

  private final long seed;
  private final long path;

  private RandomStream(long seed, long path) {
    this.seed = seed;
    this.path = path;
  }

  /** The stream of a seed and a path of numbers, whose order matters. */
  public static RandomStream of(long seed, long... path) {
    long hash = path.length;
    for (long part : path) {
      hash = mix(hash ^ mix(part));
    }
    return new RandomStream(seed, hash);
  }

  /** A number for a text, for use in a path. */
  public static long number(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** Source: the finalizer of SplitMix64 (Steele et al., OOPSLA 2014), with its increment. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in 0 (included) to bound (excluded), at a position of this stream. */
  public int below(int bound, long position) {
    long bits = word(position) & 0xFFFFFFFFL;
    return (int) ((bits * bound) >>> Integer.SIZE);
  }

  /** Uniform in the open interval from 0 to 1, at a position of this stream. */
  public double uniform(long position) {
    return open(word(position));
  }

  /** The first normal numbers of this stream: mean 0, variance 1. Source: Box and Muller, 1958. */
  public float[] normals(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i += WORDS) {
      int[] words = words(i / WORDS);
      for (int pair = 0; pair < WORDS; pair += 2) {
        double uniform = open(words[pair]);
        double angle = 2 * Math.PI * open(words[pair + 1]);
        double radius = Math.sqrt(-2 * Math.log(uniform));
        double cosine = radius * Math.cos(angle);
        double sine = radius * Math.sin(angle);
        put(numbers, i + pair, isSure(cosine) ? cosine : strictCosine(uniform, angle));
        put(numbers, i + pair + 1, isSure(sine) ? sine : strictSine(uniform, angle));
      }
    }
    return numbers;
  }

  /**
   * Whether every number that is as near as StrictMath's rounds to the same float. Math is several
   * times faster, and each of its functions, like each of StrictMath's, is within one ulp.
   */
  static boolean isSure(double value) {
    return (float) (value * (1 - SLACK)) == (float) (value * (1 + SLACK));
  }

  private static double strictCosine(double uniform, double angle) {
    return strictRadius(uniform) * StrictMath.cos(angle);
  }

  private static double strictSine(double uniform, double angle) {
    return strictRadius(uniform) * StrictMath.sin(angle);
  }

  private static double strictRadius(double uniform) {
    return StrictMath.sqrt(-2 * StrictMath.log(uniform));
  }

  private static void put(float[] numbers, int index, double value) {
    if (index < numbers.length) {
      numbers[index] = (float) value;
    }
  }

  private static double open(int word) {
    return ((word & 0xFFFFFFFFL) + 0.5) / TWO_TO_32;
  }

  private int word(long position) {
    return words(position / WORDS)[(int) (position % WORDS)];
  }

  private int[] words(long block) {
    int[] words = {
      (int) block, (int) (block >>> Integer.SIZE), (int) path, (int) (path >>> Integer.SIZE)
    };
    Philox.scramble(words, seed);
    return words;
  }
}
