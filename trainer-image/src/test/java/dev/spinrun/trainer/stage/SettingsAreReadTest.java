package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Lora;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.ScorerRef;
import dev.spinrun.contract.settings.Train;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No setting is accepted and ignored: the trainer reads every field of a plan. */
class SettingsAreReadTest {
  private static final JavaClasses TRAINER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.spinrun.trainer", "dev.spinrun.contract");

  static Stream<Class<? extends Record>> settings() {
    return Stream.of(
        Data.class,
        Prepare.class,
        Generate.class,
        Train.class,
        Lora.class,
        Evaluate.class,
        ScorerRef.class);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyFieldIsRead(Class<? extends Record> settings) {
    JavaClass type = TRAINER.get(settings);
    Set<String> read =
        type.getMethods().stream()
            .filter(
                method ->
                    method.getAccessesToSelf().stream()
                        .map(access -> access.getOriginOwner().getPackageName())
                        .anyMatch(name -> name.startsWith("dev.spinrun.trainer")))
            .map(method -> method.getName())
            .collect(Collectors.toSet());

    assertThat(read)
        .containsAll(
            Arrays.stream(settings.getRecordComponents()).map(RecordComponent::getName).toList());
  }
}
