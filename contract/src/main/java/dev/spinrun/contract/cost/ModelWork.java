package dev.spinrun.contract.cost;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.contract.record.Attributes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * What one forward pass of each network of a model takes. Operations are multiplications and
 * additions of convolutions, linear layers and attention; all else is a few per mille of them.
 *
 * @param unet operations to predict the noise of one latent
 * @param encode operations from a picture to a latent
 * @param decode operations from a latent to a picture
 * @param text operations to embed a caption
 * @param latentBytes of one latent in fp32
 * @param unetBytes of the UNet's weights in fp32
 * @param vaeBytes of the autoencoder's weights in fp32
 * @param textBytes of the text encoder's weights in fp32
 */
public record ModelWork(
    double unet,
    double encode,
    double decode,
    double text,
    long latentBytes,
    long unetBytes,
    long vaeBytes,
    long textBytes) {
  /** Above all models: a store may hold anything. */
  private static final double MOST_OPERATIONS = 1e18;

  private static final double MOST_BYTES = 1e12;

  public ModelWork {
    boolean plausible =
        DoubleStream.of(unet, encode, decode, text).allMatch(n -> n >= 0 && n <= MOST_OPERATIONS)
            && LongStream.of(latentBytes, unetBytes, vaeBytes, textBytes)
                .allMatch(n -> n >= 0 && n <= MOST_BYTES);
    if (!plausible) {
      throw new IllegalArgumentException(
          "operations must be from 0 to %.0e, and bytes from 0 to %.0e"
              .formatted(MOST_OPERATIONS, MOST_BYTES));
    }
  }

  /** The work that a base model's manifest tells of; empty if it tells of none. */
  public static Optional<ModelWork> of(Map<String, String> attributes) {
    String text = attributes.get(Attributes.MODEL_WORK);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Documents.read(
              text.getBytes(StandardCharsets.UTF_8), ModelWork.class, Attributes.MODEL_WORK));
    } catch (MalformedDocumentException e) {
      return Optional.empty();
    }
  }

  /** Bytes of all weights in fp32. */
  long bytes() {
    return unetBytes + vaeBytes + textBytes;
  }

  /** As the value of {@link Attributes#MODEL_WORK}. */
  public String attribute() {
    return Documents.writeLine(this);
  }
}
