package dev.spinrun.operator.delivery;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The Helm chart, rendered. */
final class Chart {
  static final Path FOLDER = Path.of("../charts/spinrun");
  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

  private Chart() {}

  static String render(Map<String, String> values) {
    TemplateCommand command =
        new Helm(FOLDER)
            .template()
            .withName("spinrun")
            .withNamespace("spinrun-system")
            .withKubeVersion("1.34.0");
    new TreeMap<>(values).forEach(command::set);
    return command.call();
  }

  static List<HasMetadata> objects(String manifests) {
    return DOCUMENTS
        .splitAsStream(manifests)
        .filter(text -> text.contains("kind:"))
        .map(text -> (HasMetadata) Serialization.<Object>unmarshal(text))
        .toList();
  }

  static <T extends HasMetadata> List<T> objects(String manifests, Class<T> type) {
    return objects(manifests).stream().filter(type::isInstance).map(type::cast).toList();
  }
}
