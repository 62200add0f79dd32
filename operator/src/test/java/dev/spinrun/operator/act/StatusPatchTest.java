package dev.spinrun.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class StatusPatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void onlyWhatHasChangedIsInIt() throws JsonProcessingException {
    assertThat(patch("{'phase': 'Running', 'attempt': 1}", "{'phase': 'Running', 'attempt': 2}"))
        .isEqualTo(json("{'metadata': {'resourceVersion': '7'}, 'status': {'attempt': 2}}"));
  }

  @Test
  void whatHasChangedIsInItWholeSinceTheServersMayLackTheRest() throws JsonProcessingException {
    assertThat(
            patch(
                    "{'failures': {'application': 0, 'last': {'class': 'Data', 'at': 'now'}}}",
                    "{'failures': {'application': 1, 'last': {'class': 'Data'}}}")
                .path("status"))
        .isEqualTo(json("{'failures': {'application': 1, 'last': {'class': 'Data', 'at': null}}}"));
  }

  @Test
  void whatIsNoLongerThereIsRemoved() throws JsonProcessingException {
    assertThat(patch("{'job': 'a', 'iterations': [1]}", "{'iterations': [1, 2]}").path("status"))
        .isEqualTo(json("{'iterations': [1, 2], 'job': null}"));
  }

  private static ObjectNode patch(String before, String after) throws JsonProcessingException {
    return StatusPatch.of(json(before), json(after), "7");
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }
}
