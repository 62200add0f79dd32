package dev.spinrun.operator;

import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.config.OverriddenConfigurationService;

/**
 * The extension's settings for all controllers, but for how cached objects are copied: each
 * reconciliation gets a copy, and the operator SDK would write the object as JSON and read it
 * again. Of a SpinRun the metadata is copied alone, since spec and status are records, which nobody
 * can change.
 *
 * <p>A subclass, because the extension's own way of changing settings (7.7.3) loses the cloner, and
 * the client, too.
 */
final class CheapCopies extends OverriddenConfigurationService {
  private final QuarkusConfigurationService service;

  /** These settings with cheaper copies. */
  CheapCopies(QuarkusConfigurationService service) {
    super(service, service);
    this.service = service;
  }

  @Override
  public KubernetesClient getKubernetesClient() {
    return service.getKubernetesClient();
  }

  @Override
  public Cloner getResourceCloner() {
    Cloner usual = service.getResourceCloner();
    return new Cloner() {
      @Override
      @SuppressWarnings("unchecked") // A copy is of the class of its original.
      public <R extends HasMetadata> R clone(R object) {
        return object instanceof SpinRun run ? (R) copy(run) : usual.clone(object);
      }
    };
  }

  static SpinRun copy(SpinRun run) {
    SpinRun copy = new SpinRun();
    copy.setMetadata(new ObjectMetaBuilder(run.getMetadata()).build());
    copy.setSpec(run.getSpec());
    copy.setStatus(run.getStatus());
    return copy;
  }
}
