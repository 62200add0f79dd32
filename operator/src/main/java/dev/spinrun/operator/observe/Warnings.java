package dev.spinrun.operator.observe;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cluster's own controllers say of objects that should have got further: in events alone,
 * which nobody watches for them.
 */
final class Warnings {
  private final KubernetesClient client;

  Warnings(KubernetesClient client) {
    this.client = client;
  }

  /** The newest warning about each of these objects, by uid; none for those without. */
  Map<String, String> about(List<? extends HasMetadata> objects) {
    Map<String, String> newest = new HashMap<>();
    for (HasMetadata object : objects) {
      String uid = object.getMetadata().getUid();
      newest(object.getMetadata().getNamespace(), uid)
          .ifPresent(event -> newest.put(uid, event.getReason() + ": " + event.getMessage()));
    }
    return newest;
  }

  private Optional<Event> newest(String namespace, String uid) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.uid", uid)
        .list()
        .getItems()
        .stream()
        .filter(event -> "Warning".equals(event.getType()))
        .max(Comparator.comparing(Warnings::time));
  }

  /** Events have one of two times, by the API that they were written with. */
  private static String time(Event event) {
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    return event.getEventTime() == null ? "" : String.valueOf(event.getEventTime().getTime());
  }
}
