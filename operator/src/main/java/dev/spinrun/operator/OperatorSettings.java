package dev.spinrun.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

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

  /** Name of the Lease in the operator's namespace: of several replicas, its holder acts. */
  @WithDefault("spinrun-operator")
  String lease();

  /** How stores are polled. */
  interface Store {
    /** Looks and tasks at the same time, over all runs. */
    @WithDefault("4")
    int threads();

    /** Pause between two looks at a run where something changes. */
    @WithDefault("PT3S")
    Duration shortestPause();

    /** Pause between two looks at a run where nothing does; longer with hundreds at work. */
    @WithDefault("PT30S")
    Duration longestPause();
  }
}
