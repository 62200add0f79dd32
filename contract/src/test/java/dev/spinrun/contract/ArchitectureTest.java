package dev.spinrun.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract is a leaf, and its packages are layers: each may use those before it alone. */
class ArchitectureTest {
  private static final String ROOT = "dev.spinrun.contract.";
  private static final List<String> LAYERS =
      List.of(
          "json",
          "schema",
          "settings",
          "layout",
          "plan",
          "call",
          "failure",
          "record",
          "cost",
          "life");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.spinrun.contract");

  @Test
  void everyPackageHasItsLayer() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(LAYERS.stream().map(ROOT::concat).toList());
  }

  static Stream<String> layers() {
    return LAYERS.stream().limit(LAYERS.size() - 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void aPackageUsesNoneThatComesAfterIt(String layer) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + layer)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            LAYERS.stream()
                .skip(LAYERS.indexOf(layer) + 1)
                .map(ROOT::concat)
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void theContractKnowsNoKubernetesNoStoreAndNoFiles() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes..",
            "io.minio..",
            "ai.djl..",
            "java.nio.file..",
            "java.net..",
            "dev.spinrun.runstore..",
            "dev.spinrun.crds..",
            "dev.spinrun.operator..",
            "dev.spinrun.trainer..")
        .check(CLASSES);
  }
}
