package dev.spinrun.trainer.diffusion.random;

/**
 * Philox4x32-10: 128 random bits for a 128-bit counter and a 64-bit key.
 *
 * <p>Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), section 3.3;
 * constants and test vectors from the Random123 library.
 */
final class Philox {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /** Replaces a counter of four words by its random bits. */
  static void scramble(int[] words, long key) {
    int key0 = (int) key;
    int key1 = (int) (key >>> Integer.SIZE);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (words[0] & LOW);
      long product1 = MULTIPLIER_1 * (words[2] & LOW);
      words[0] = (int) (product1 >>> Integer.SIZE) ^ words[1] ^ key0;
      words[1] = (int) product1;
      words[2] = (int) (product0 >>> Integer.SIZE) ^ words[3] ^ key1;
      words[3] = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
  }
}
