package dev.spinrun.operator.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator was installed with for the pods of all runs.
 *
 * @param image of the trainer, for runs that name none
 * @param network variables that tell a trainer which hub and which proxies it uses
 * @param caBundle PEM certificates that it trusts besides those of its image
 */
public record Platform(String image, Map<String, String> network, @Nullable String caBundle) {
  public Platform {
    network = Map.copyOf(network);
  }

  /** With this image, on a network without peculiarities. */
  public static Platform of(String image) {
    return new Platform(image, Map.of(), null);
  }
}
