package dev.spinrun.trainer.cost;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.trainer.diffusion.picture.PictureCodec;
import dev.spinrun.trainer.model.clip.TextEncoder;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.nn.Precision;

/**
 * Bytes that a pod takes at the peak of a stage. Scorers are not counted.
 *
 * @param shapes of the model
 */
public record StageMemory(ModelShapes shapes, Place place) {
  /** Of one pod of this stage. */
  public long peak(Stage stage, IterationPlan plan) {
    return switch (stage) {
      case PREPARE -> prepare(plan);
      case GENERATE -> generate(plan);
      case TRAIN -> new TrainingMemory(unet(), text(), place).peak(plan.method(), plan.train());
      case EVALUATE -> evaluate(plan);
      case PROMOTE -> throw new IllegalArgumentException("the operator promotes");
    };
  }

  /** The base model is looked at as a whole, and gone before the first picture is encoded. */
  private long prepare(IterationPlan plan) {
    long checked = plan.iteration() == 0 ? unet().weights() + text() + vae(false, false) : 0;
    return Math.max(place.peak(checked, 0), encoding(plan.prepare().batchSize()));
  }

  /** Of a process that encodes so many pictures at a time. */
  long encoding(int pictures) {
    return place.peak(vae(true, false), encode(pictures));
  }

  private long generate(IterationPlan plan) {
    int batch = plan.generate().batchSize();
    return place.peak(
        text() + vae(true, true) + drawingWeights(plan.generate()),
        Math.max(draw(plan.generate()), Math.max(decode(batch), encode(batch))));
  }

  private long evaluate(IterationPlan plan) {
    return place.peak(
        text() + vae(false, true) + drawingWeights(plan.generate()),
        Math.max(draw(plan.generate()), decode(plan.generate().batchSize())));
  }

  /** On the CPU packed kernels take the place of those in the file. */
  private long drawingWeights(Generate generate) {
    return unet().weights() + unet().narrowCopy(precision(generate));
  }

  private long draw(Generate generate) {
    int perImage = generate.guidanceScale().value() > 1 ? 2 : 1;
    return unet().prediction(perImage * generate.batchSize(), precision(generate));
  }

  private Precision precision(Generate generate) {
    return place.precision(generate.mixedPrecision());
  }

  private long encode(int pictures) {
    return Autoencoder.encoderMemory(shapes.vae(), shapes.pictures(slice(pictures))).forwardBytes();
  }

  private long decode(int pictures) {
    return Autoencoder.decoderMemory(shapes.vae(), shapes.latent().prepend(slice(pictures)))
        .forwardBytes();
  }

  private int slice(int pictures) {
    return Math.min(
        PictureCodec.slice(shapes.vae(), shapes.resolution(), shapes.resolution()), pictures);
  }

  private UNetMemory unet() {
    return new UNetMemory(shapes.unet(), shapes.latent(), shapes.text().positions());
  }

  private long text() {
    return bytes(TextEncoder.declare(shapes.text()));
  }

  /** Both halves are loaded; of a file no more comes into memory than is used. */
  private long vae(boolean encodes, boolean decodes) {
    boolean isWhole = place == Place.GPU;
    long encoder = bytes(Autoencoder.declareEncoder(shapes.vae(), shapes.pictures(1)));
    long decoder = bytes(Autoencoder.declareDecoder(shapes.vae(), shapes.latent().prepend(1)));
    return (encodes || isWhole ? encoder : 0) + (decodes || isWhole ? decoder : 0);
  }

  private static long bytes(Declaration network) {
    return network.parameterCount() * Float.BYTES;
  }
}
