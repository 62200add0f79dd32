package dev.spinrun.runstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.spinrun.runstore");

  @Test
  void theRunStoreKnowsNeitherKubernetesNorTensorsNorItsUsers() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8..",
            "ai.djl..",
            "dev.spinrun.crds..",
            "dev.spinrun.operator..",
            "dev.spinrun.trainer..")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsKnownHere() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrder("dev.spinrun.runstore.object", "dev.spinrun.runstore.artefact");
  }

  @Test
  void theStoreDoesNotKnowArtefacts() {
    noClasses()
        .that()
        .resideInAPackage("dev.spinrun.runstore.object")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.spinrun.runstore.artefact")
        .check(CLASSES);
  }

  @Test
  void onlyThePackageObjectKnowsTheS3Client() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.spinrun.runstore.object")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.minio..", "okhttp3..")
        .check(CLASSES);
  }
}
