package dev.spinrun.operator;

import dev.spinrun.crds.SpinRun;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;

/**
 * A configuration under which the reconciler is called for objects that are being deleted, too. The
 * Quarkus extension (7.7.3) takes over everything of a configuration but this.
 */
final class AllEvents extends QuarkusControllerConfiguration<SpinRun> {
  /** The extension's configuration with what was changed in it. */
  AllEvents(
      QuarkusControllerConfiguration<SpinRun> extension,
      ControllerConfiguration<SpinRun> changed,
      QuarkusConfigurationService service) {
    super(
        changed.getInformerConfig(),
        changed.getName(),
        changed.isGenerationAware(),
        extension.getAssociatedReconcilerClassName(),
        changed.getRetry(),
        changed.getRateLimiter(),
        changed.maxReconciliationInterval().orElseThrow(),
        changed.getFinalizerName(),
        changed.fieldManager(),
        extension.getWorkflow(),
        extension.getResourceTypeName(),
        extension.getResourceClass());
    setParent(service);
  }

  @Override
  public boolean triggerReconcilerOnAllEvents() {
    return true;
  }
}
