package dev.spinrun.trainer.tensor;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first card that this process may see, as the CUDA driver describes it.
 *
 * <p>The driver's library is asked, and not libtorch: DJL reaches none of this, and the driver
 * answers before libtorch has set up a context. It honours {@code CUDA_VISIBLE_DEVICES}. Source:
 * cuda.h of CUDA 12.4.
 *
 * @param name product name
 * @param major first number of the compute capability
 * @param minor second number of the compute capability
 * @param memoryBytes of the whole card, whoever uses them
 * @param driverVersion newest CUDA that the driver supports, as {@code 12.4}
 * @param count number of cards visible to this process
 */
public record CudaDevice(
    String name, int major, int minor, long memoryBytes, String driverVersion, int count) {
  private static final String LIBRARY = "libcuda.so.1";
  private static final int SUCCESS = 0;
  private static final int NAME_BYTES = 256;

  /** CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR. */
  private static final int CAPABILITY_MAJOR = 75;

  /** CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR. */
  private static final int CAPABILITY_MINOR = 76;

  /** Asks the driver; empty where there is none, or it has no card for us. */
  public static Optional<CudaDevice> find() {
    try {
      return find(ofLibrary());
    } catch (UnsatisfiedLinkError e) {
      // No driver is the usual case, and one without a function that we need is as good as none.
      return Optional.empty();
    }
  }

  /**
   * Bytes of the card that are in use, by whatever process; 0 where the driver does not say. It
   * answers for the card of the thread, so only a thread that has computed there may ask.
   */
  public static long usedBytes() {
    try {
      return usedBytes(ofLibrary());
    } catch (UnsatisfiedLinkError e) {
      return 0;
    }
  }

  /** Bytes of the card that are free; as for {@link #usedBytes()}. */
  public static long freeBytes() {
    try {
      return freeBytes(ofLibrary());
    } catch (UnsatisfiedLinkError e) {
      return 0;
    }
  }

  static long freeBytes(Driver driver) {
    return memory(driver)[0];
  }

  static long usedBytes(Driver driver) {
    long[] memory = memory(driver);
    return memory[1] - memory[0];
  }

  /** Bytes that are free, and all; zeros where the driver does not say. */
  private static long[] memory(Driver driver) {
    LongByReference free = new LongByReference();
    LongByReference all = new LongByReference();
    boolean isTold = driver.call("cuMemGetInfo_v2", free, all) == SUCCESS;
    return isTold ? new long[] {free.getValue(), all.getValue()} : new long[2];
  }

  private static Driver ofLibrary() {
    NativeLibrary library = NativeLibrary.getInstance(LIBRARY);
    return (function, arguments) -> library.getFunction(function).invokeInt(arguments);
  }

  /** Functions of the driver by name; each answers a CUresult. */
  interface Driver {
    int call(String function, Object... arguments);
  }

  static Optional<CudaDevice> find(Driver driver) {
    IntByReference count = new IntByReference();
    IntByReference card = new IntByReference();
    boolean isThere =
        driver.call("cuInit", 0) == SUCCESS
            && driver.call("cuDeviceGetCount", count) == SUCCESS
            && count.getValue() > 0
            && driver.call("cuDeviceGet", card, 0) == SUCCESS;
    return isThere
        ? Optional.of(describe(driver, card.getValue(), count.getValue()))
        : Optional.empty();
  }

  /** What the driver does not tell stays empty or 0. */
  private static CudaDevice describe(Driver driver, int card, int count) {
    byte[] name = new byte[NAME_BYTES];
    driver.call("cuDeviceGetName", name, NAME_BYTES, card);
    LongByReference memory = new LongByReference();
    driver.call("cuDeviceTotalMem_v2", memory, card);
    IntByReference version = new IntByReference();
    driver.call("cuDriverGetVersion", version);
    return new CudaDevice(
        Native.toString(name, StandardCharsets.US_ASCII.name()),
        attribute(driver, CAPABILITY_MAJOR, card),
        attribute(driver, CAPABILITY_MINOR, card),
        memory.getValue(),
        // 1000 * major + 10 * minor
        "%d.%d".formatted(version.getValue() / 1000, version.getValue() % 1000 / 10),
        count);
  }

  private static int attribute(Driver driver, int attribute, int card) {
    IntByReference value = new IntByReference();
    driver.call("cuDeviceGetAttribute", value, attribute, card);
    return value.getValue();
  }
}
