package dev.spinrun.runstore;

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

/** The packages are rooms: each may use those before it and none after it. */
class ArchitectureTest {
  private static final String ROOT = "dev.spinrun.runstore.";
  private static final List<String> ROOMS =
      List.of("object", "artefact", "credentials", "network", "s3", "hub", "open");

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
  void everyPackageHasItsPlace() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS.stream().map(ROOT::concat).toList());
  }

  static Stream<String> rooms() {
    return ROOMS.stream().limit(ROOMS.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesNoneThatComesAfterIt(String room) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOMS.stream().skip(ROOMS.indexOf(room) + 1).map(ROOT::concat).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void s3AndTheHubDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "hub")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "s3")
        .check(CLASSES);
  }

  @Test
  void onlyThePackageS3KnowsTheS3Client() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "s3")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.minio..")
        .check(CLASSES);
  }

  @Test
  void onlyWhatAsksServersKnowsTheHttpClient() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "network", ROOT + "s3", ROOT + "hub")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("okhttp3..")
        .check(CLASSES);
  }
}
