package dev.spinrun.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.settings.Lora;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.crds.spec.TrainSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class FlatDeserializerTest {
  private final KubernetesSerialization json = new KubernetesSerialization();

  @Test
  void settingsAndPodsLieFlatAndComeBackAsTheyWere() {
    TrainSpec read =
        json.unmarshal(
            "{\"steps\": 7, \"beta\": \"5e3\", \"newer\": 1, \"activeDeadline\": \"1h\"}",
            TrainSpec.class);

    assertThat(read.settings().steps()).isEqualTo(7);
    assertThat(read.settings().beta()).hasToString("5e3");
    assertThat(read.pods().activeDeadline()).isEqualTo("1h");
    assertThat(json.asJson(read)).contains("\"beta\":\"5e3\"").doesNotContain("settings", "pods");
    assertThat(json.clone(read)).isEqualTo(read);
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    assertThat(json.unmarshal("{\"lora\": {}}", TrainSpec.class).settings())
        .returns(500, Train::steps)
        .returns(1, Train::workers)
        .returns(null, Train::snrGamma)
        .returns(new Lora(16), Train::lora);
  }
}
