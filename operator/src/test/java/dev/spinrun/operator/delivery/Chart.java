package dev.spinrun.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Helm chart, rendered. */
final class Chart {
  static final Path FOLDER = Path.of("../charts/spinrun");
  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

  private Chart() {}

  static String render(Map<String, String> values) {
    return render(FOLDER, values);
  }

  /**
   * The pod of {@code helm test}. It is a hook, which Helm's library renders for nobody, so it is
   * rendered from a copy of the chart in which it is none.
   */
  static Pod tested(Path copy, Map<String, String> values) {
    String hook = "    helm.sh/hook: test\n";
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(FOLDER.relativize(file).toString()));
      }
      Path template = copy.resolve("templates/tests/check.yaml");
      String text = Files.readString(template);
      assertThat(text).containsOnlyOnce(hook);
      Files.writeString(template, text.replace(hook, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects(render(copy, values), Pod.class).get(0);
  }

  private static String render(Path folder, Map<String, String> values) {
    TemplateCommand command =
        new Helm(folder)
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
