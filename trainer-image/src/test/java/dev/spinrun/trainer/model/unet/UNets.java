package dev.spinrun.trainer.model.unet;

import dev.spinrun.trainer.nn.Network;

/** The definition of the UNet, for tests of other packages. */
public final class UNets {
  private UNets() {}

  /** With attention layers that have adapters of this rank; 0 for none. */
  public static Network network(UNetConfig config, int adapterRank) {
    return new UNetNetwork(config, adapterRank);
  }
}
