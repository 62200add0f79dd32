package dev.spinrun.operator;

import dev.spinrun.runstore.hub.HubSettings;
import dev.spinrun.runstore.network.NetworkSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Settings of the process, from environment variables like {@code SPINRUN_TRAINER_IMAGE}; docs/
 * operator.md lists them.
 */
@ConfigMapping(prefix = "spinrun")
public interface OperatorSettings {
  /** Image of the trainer for runs that name none. */
  String trainerImage();

  /** How stores are polled. */
  Store store();

  /** How operator and trainers reach hub and stores. */
  Network network();

  /** Name of the Lease in the operator's namespace: of several replicas, its holder acts. */
  @WithDefault("spinrun-operator")
  String lease();

  /** How stores are polled. */
  interface Store {
    /** Looks and tasks at the same time, over all runs of one endpoint. */
    @WithDefault("4")
    int threads();

    /** Pause between two looks at a run where something changes. */
    @WithDefault("PT3S")
    Duration shortestPause();

    /** Pause between two looks at a run where nothing does; longer with hundreds at work. */
    @WithDefault("PT30S")
    Duration longestPause();
  }

  /** How operator and trainers reach hub and stores. */
  interface Network {
    /** URL of the hub of models and data sets; absent for Hugging Face's. */
    Optional<String> hubEndpoint();

    /** URL of the proxy for http. */
    Optional<String> httpProxy();

    /** URL of the proxy for https. */
    Optional<String> httpsProxy();

    /** Hosts that are reached without a proxy, by comma. */
    Optional<String> noProxy();

    /** File of PEM certificates that are trusted besides those of the images. */
    Optional<Path> caBundle();

    /** The settings as variables that many programs know; the bundle's file is each one's own. */
    default Map<String, String> variables() {
      Map<String, String> variables = new TreeMap<>();
      hubEndpoint().ifPresent(value -> variables.put(HubSettings.ENDPOINT, value));
      httpProxy().ifPresent(value -> variables.put(NetworkSettings.HTTP_PROXY, value));
      httpsProxy().ifPresent(value -> variables.put(NetworkSettings.HTTPS_PROXY, value));
      noProxy().ifPresent(value -> variables.put(NetworkSettings.NO_PROXY, value));
      return variables;
    }
  }
}
