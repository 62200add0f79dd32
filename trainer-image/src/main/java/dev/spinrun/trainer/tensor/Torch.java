package dev.spinrun.trainer.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptBridge;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts libtorch once per process and prepares each thread that computes.
 *
 * <p>No call home and no download. Computing threads: {@code OMP_NUM_THREADS} if set, else one per
 * core, at most the CPU limit of the container as the JVM sees it. Set {@code
 * OMP_WAIT_POLICY=PASSIVE} in the environment: OpenMP reads it before any Java code runs, and
 * spinning threads on shared cores make a step many times slower (docs/benchmarks.md).
 */
public final class Torch {
  private static final String ENGINE = "PyTorch";
  private static final PtNDManager ROOT = start();
  private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);

  private static final Optional<CudaDevice> CARD = isOnGpu() ? CudaDevice.find() : Optional.empty();
  private static final AtomicLong READS = new AtomicLong();

  private Torch() {}

  private static PtNDManager start() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    Device device = Engine.getEngine(ENGINE).defaultDevice();
    limitThreads();
    return (PtNDManager) NDManager.newBaseManager(device, ENGINE);
  }

  /**
   * Lowers the number of threads only where libtorch would exceed the limit. Setting it has a
   * price: libtorch then forbids MKL to notice that it runs inside of a parallel region, and each
   * of the thousand small products of an attention starts a team of its own.
   */
  private static void limitThreads() {
    int limit = Runtime.getRuntime().availableProcessors();
    if (System.getenv("OMP_NUM_THREADS") == null && JniUtils.getNumThreads() > limit) {
      JniUtils.setNumThreads(limit);
    }
  }

  /** Threads that one operation may use. */
  public static int threads() {
    return JniUtils.getNumThreads();
  }

  /** The device that computes, as {@code cpu()} or {@code gpu(0)}. */
  public static String device() {
    return ROOT.getDevice().toString();
  }

  /** Whether it is a GPU. */
  public static boolean isOnGpu() {
    return ROOT.getDevice().isGpu();
  }

  /** The GPU that computes, as its driver describes it; empty on the CPU. */
  public static Optional<CudaDevice> card() {
    return CARD;
  }

  /** Native arrays that are open in all scopes of the process; the measure of a leak. */
  public static int openTensors() {
    return ROOT.getManagedArrays().size();
  }

  /**
   * How often tensors were read by the host. Each time it waits until the device has done all that
   * was asked of it before.
   */
  public static long hostReads() {
    return READS.get();
  }

  static void countHostRead() {
    READS.incrementAndGet();
  }

  /**
   * Gives up one reference to an object of libtorch's that counts them, as a process group does;
   * the last one deletes the object.
   *
   * @param address of the object
   */
  public static void release(long address) {
    ScriptBridge.release(address);
  }

  static PtNDManager rootManager() {
    return ROOT;
  }

  /**
   * Sets what libtorch keeps per thread, the first time that a thread comes here. Graph
   * optimisation is off: it costs seconds for each new input shape and gains nothing with our
   * scripts, whose operations are fused already. Recording gradients is off until asked for.
   */
  static void prepareThread() {
    if (!PREPARED.get()) {
      JniUtils.setGraphExecutorOptimize(false);
      JniUtils.setGradMode(false);
      PREPARED.set(true);
    }
  }
}
