package dev.spinrun.trainer.model.vae;

import dev.spinrun.trainer.nn.Network;

/** The definitions of both halves of the autoencoder, for tests of other packages. */
public final class Autoencoders {
  private Autoencoders() {}

  public static Network encoder(VaeConfig config) {
    return new VaeEncoder(config);
  }

  public static Network decoder(VaeConfig config) {
    return new VaeDecoder(config);
  }
}
