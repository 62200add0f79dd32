package dev.spinrun.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trainer's packages are layers: each may use those before it and none after it. */
class ArchitectureTest {
  private static final String ROOT = "dev.spinrun.trainer.";
  private static final List<String> LAYERS =
      List.of(
          "tensor",
          "tensor.pickle",
          "tensor.file",
          "nn",
          "nn.memory",
          "model",
          "model.clip",
          "model.vae",
          "model.unet",
          "text",
          "diffusion.random",
          "diffusion.picture",
          "diffusion.schedule",
          "diffusion.sampler",
          "diffusion",
          "loss",
          "workers",
          "train.optimizer",
          "train.gradient",
          "train",
          "cost",
          "manifest",
          "data.picture",
          "data",
          "data.prepared",
          "score",
          "report",
          "tensorboard",
          "stage.context",
          "stage.input",
          "stage.prepare",
          "stage.generate",
          "stage.train",
          "stage.evaluate",
          "stage",
          "check.sample",
          "check.child",
          "check",
          "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.spinrun.trainer");

  @Test
  void everyPackageHasItsLayer() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(LAYERS.stream().map(ROOT::concat).toList());
  }

  static Stream<String> layers() {
    return LAYERS.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void packageUsesNoneThatComesAfterIt(String layer) {
    String[] later =
        IntStream.range(LAYERS.indexOf(layer) + 1, LAYERS.size())
            .mapToObj(i -> ROOT + LAYERS.get(i))
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(ROOT + layer)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(later.length == 0 ? new String[] {"none"} : later)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"clip", "vae", "unet"})
  void aModelKnowsNoOtherModel(String model) {
    knowsNoneBeside("model", model, "clip", "vae", "unet");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"prepare", "generate", "train", "evaluate"})
  void aStageKnowsNoOtherStage(String stage) {
    knowsNoneBeside("stage", stage, "prepare", "generate", "train", "evaluate");
  }

  private static void knowsNoneBeside(String layer, String room, String... rooms) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + layer + "." + room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.of(rooms)
                .filter(other -> !other.equals(room))
                .map(other -> ROOT + layer + "." + other)
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void onlyThePackageTensorKnowsTheEngine() {
    noClasses()
        .that()
        .resideInAPackage("dev.spinrun.trainer..")
        .and()
        .resideOutsideOfPackage(ROOT + "tensor")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }
}
