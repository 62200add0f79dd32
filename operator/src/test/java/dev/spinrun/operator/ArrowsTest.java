package dev.spinrun.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom. */
class ArrowsTest {
  private static final String PLAN = "dev.spinrun.operator.plan.";
  private static final List<String> ROOMS_OF_PLAN =
      List.of("decision", "situation", "course", "failure", "promotion", "policy");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.spinrun.operator");

  @Test
  void packagesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("resource")
        .definedBy("..operator.resource..")
        .layer("observe")
        .definedBy("..operator.observe..")
        .layer("plan")
        .definedBy("..operator.plan..")
        .layer("store")
        .definedBy("..operator.store..")
        .layer("metrics")
        .definedBy("..operator.metrics..")
        .layer("act")
        .definedBy("..operator.act..")
        .layer("top")
        .definedBy("dev.spinrun.operator")
        .whereLayer("top")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("act")
        .mayOnlyBeAccessedByLayers("top")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("act", "top")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("act", "metrics", "top")
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("store", "act", "top")
        .whereLayer("observe")
        .mayOnlyBeAccessedByLayers("plan", "store", "metrics", "act", "top")
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlace() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("", ".resource", ".observe", ".plan", ".store", ".metrics", ".act")
                        .map("dev.spinrun.operator"::concat),
                    ROOMS_OF_PLAN.stream().map(PLAN::concat))
                .toList());
  }

  static Stream<String> roomsOfPlan() {
    return ROOMS_OF_PLAN.stream().limit(ROOMS_OF_PLAN.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("roomsOfPlan")
  void aRoomOfThePlanUsesNoneThatComesAfterIt(String room) {
    noClasses()
        .that()
        .resideInAPackage(PLAN + room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOMS_OF_PLAN.stream()
                .skip(ROOMS_OF_PLAN.indexOf(room) + 1)
                .map(PLAN::concat)
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void theOperatorDoesNotKnowTheTrainer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.spinrun.trainer..", "ai.djl..")
        .check(CLASSES);
  }

  @Test
  void decisionsKnowNoClientNoClockAndNoThread() {
    noClasses()
        .that()
        .resideInAnyPackage("..operator.plan..", "..operator.resource..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..",
            "io.javaoperatorsdk..",
            "java.util.concurrent..",
            "org.slf4j..",
            "io.quarkus..",
            "dev.spinrun.runstore..")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void onlyThePollerSpeaksWithStores() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..operator.store..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.spinrun.runstore.object.ObjectStore")
        .check(CLASSES);
  }
}
