package dev.spinrun.trainer.check.sample;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.model.vae.VaeConfig;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model that nobody has to download: weights are random numbers of a fixed seed. They are written
 * into a folder and loaded from it, as those of a real one.
 */
public final class SampleModel implements AutoCloseable {
  private static final int SEED = 1;

  /** Of vectors around their mean; with matrices that keep variance, values stay near 1. */
  private static final float SPREAD = 0.1f;

  /** How many numbers a thread generates at a time. */
  private static final int RUN = 1 << 16;

  /** That of Stable Diffusion. */
  private static final String SCHEDULER =
      """
      {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
      """;

  private final ModelSize size;
  private final Path folder;
  private final Scope scope = Scope.open();
  private @Nullable UNet loaded;

  /** Makes nothing yet. */
  public SampleModel(ModelSize size, Path folder) {
    this.size = size;
    this.folder = folder;
  }

  /** Its size. */
  public ModelSize size() {
    return size;
  }

  /** Folder of the UNet, once it is made. */
  public Path unetFolder() {
    return folder.resolve("unet");
  }

  /** The UNet, made the first time; open until this is closed. */
  public UNet unet() throws IOException {
    if (loaded == null) {
      write(unetFolder(), unetParameters());
      loaded = UNet.load(scope, unetFolder());
    }
    return loaded;
  }

  /** Bytes of all gradients of a training, which are fp32. */
  public long gradientBytes() throws IOException {
    return Float.BYTES * unetParameters().values().stream().mapToLong(Shape::elements).sum();
  }

  /** The autoencoder, made anew; open until the scope is closed. */
  public Autoencoder autoencoder(Scope scope) throws IOException {
    Path vae = folder.resolve("vae");
    ModelFolder written = configured(vae, size.vaeConfig());
    write(vae, Autoencoder.parameters(VaeConfig.read(written.config())));
    return Autoencoder.load(scope, vae);
  }

  /** The noise schedule of Stable Diffusion. */
  public NoiseSchedule schedule() throws IOException {
    Path scheduler = Files.createDirectories(folder.resolve("scheduler"));
    Files.writeString(scheduler.resolve("scheduler_config.json"), SCHEDULER);
    return new NoiseSchedule(SchedulerConfig.load(scheduler));
  }

  private Map<String, Shape> unetParameters() throws IOException {
    ModelFolder written = configured(unetFolder(), size.unetConfig());
    return UNet.declare(UNetConfig.read(written.config())).parameters();
  }

  private static ModelFolder configured(Path folder, String config) throws IOException {
    Files.writeString(Files.createDirectories(folder).resolve("config.json"), config);
    return new ModelFolder(folder);
  }

  private static void write(Path folder, Map<String, Shape> parameters) throws IOException {
    try (Scope passing = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      parameters.forEach((name, shape) -> tensors.put(name, tensor(passing, name, shape)));
      SafetensorsWriter.write(folder.resolve("diffusion_pytorch_model.safetensors"), tensors);
    }
  }

  /** In memory of libtorch's own: Java's buffers are limited to the size of the heap. */
  private static Tensor tensor(Scope scope, String name, Shape shape) {
    try (Scope passing = Scope.open()) {
      return scope.copy(passing.floats(numbers(name, shape), shape));
    }
  }

  private static float[] numbers(String name, Shape shape) {
    float mean = shape.rank() == 1 && name.endsWith("weight") ? 1 : 0;
    float deviation =
        shape.rank() == 1 ? SPREAD : (float) Math.sqrt((double) shape.dim(0) / shape.elements());
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    IntStream.range(0, (numbers.length + RUN - 1) / RUN)
        .parallel()
        .forEach(
            run -> {
              int begin = run * RUN;
              RandomStream stream = RandomStream.of(SEED, RandomStream.number(name), run);
              float[] normals = stream.normals(Math.min(RUN, numbers.length - begin));
              for (int i = 0; i < normals.length; i++) {
                numbers[begin + i] = mean + deviation * normals[i];
              }
            });
    return numbers;
  }

  @Override
  public void close() {
    scope.close();
  }
}
