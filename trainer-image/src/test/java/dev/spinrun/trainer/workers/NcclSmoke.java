package dev.spinrun.trainer.workers;

import dev.spinrun.trainer.tensor.Torch;
import java.time.Duration;

/**
 * What can be tried of NCCL without a GPU, for {@code smoke-gpu.sh}: that the CUDA build of
 * libtorch has every function that workers call, and that a join ends with a sentence where there
 * is no GPU.
 */
public final class NcclSmoke {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private NcclSmoke() {}

  /**
   * Prints what the join fails with; throws if a function is missing, or the join does not fail.
   */
  public static void main(String[] arguments) {
    Torch.threads(); // starts the engine, and so loads the library
    NcclLibrary library = new Nccl();
    byte[] id = library.newId();
    Rendezvous where = new Rendezvous(0, 2, "127.0.0.1", 0, "127.0.0.1", TIMEOUT);
    try {
      NcclGroup.join(library, where, TIMEOUT, id);
    } catch (WorkerFailureException e) {
      System.out.println("every function is there; " + e.getMessage());
      Runtime.getRuntime().halt(0);
    }
    throw new IllegalStateException("Two workers cannot join without a GPU");
  }
}
