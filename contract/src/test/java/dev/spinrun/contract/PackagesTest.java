package dev.spinrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A package of any module can be learned by reading a list of names. */
class PackagesTest {
  private static final int MOST_TYPES = 20;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"contract", "crds", "run-store", "operator", "trainer-image", "e2e"})
  void noPackageHasMoreThanTwentyTypes(String module) throws IOException {
    assertThat(typesByPackage(Path.of("..", module, "src/main/java")))
        .isNotEmpty()
        .allSatisfy((folder, types) -> assertThat(types).hasSizeLessThanOrEqualTo(MOST_TYPES));
  }

  private static Map<Path, List<Path>> typesByPackage(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(Collectors.groupingBy(Path::getParent));
    }
  }
}
