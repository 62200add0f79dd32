package dev.spinrun.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntimeFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules in the CRD, evaluated as the API server does, but for those with functions of
 * Kubernetes alone: RefusedByTheClusterTest has them.
 */
class CelRulesTest {
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();

  static List<Arguments> rules() {
    return List.of(
        Arguments.of(
            "a name of 41 characters is refused",
            "",
            "at most 40 characters",
            Map.of("metadata", Map.of("name", "x".repeat(41))),
            Map.of("metadata", Map.of("name", "x".repeat(40))),
            Map.of()),
        Arguments.of(
            "iterations are not lowered below what is promoted",
            "",
            "must not be lowered",
            Map.of("spec", Map.of("iterations", 2L)),
            Map.of("spec", Map.of("iterations", 3L)),
            Map.of(
                "spec",
                Map.of("iterations", 5L),
                "status",
                Map.of("opponent", Map.of("iteration", 3L)))),
        Arguments.of(
            "the method stays",
            "/properties/spec/properties/method",
            "create a new SpinRun",
            "Sft",
            "Spin",
            "Spin"),
        Arguments.of(
            "the model stays",
            "/properties/spec/properties/model",
            "create a new SpinRun",
            Map.of("uri", "s3://b/other"),
            Map.of("uri", "s3://b/one"),
            Map.of("uri", "s3://b/one")),
        Arguments.of(
            "a model comes from one place",
            "/properties/spec/properties/model",
            "either uri or from",
            Map.of(),
            Map.of("from", Map.of("run", "castle", "iteration", 2L)),
            Map.of()),
        Arguments.of(
            "a gate says what is asked",
            "/properties/spec/properties/promotion/properties/gate",
            "at least one of",
            Map.of("confidence", "0.95"),
            Map.of("minimumWinRate", "0.5"),
            Map.of()),
        Arguments.of(
            "policy Gate has a gate",
            "/properties/spec/properties/promotion",
            "needs promotion.gate",
            Map.of("policy", "Gate"),
            Map.of("policy", "Manual"),
            Map.of()),
        Arguments.of(
            "a gate asks a scorer that scores",
            "/properties/spec",
            "must be one of evaluate.scorers",
            Map.of(
                "promotion",
                Map.of("gate", Map.of("scorer", "PickScore")),
                "evaluate",
                Map.of("scorers", List.of(Map.of("name", "ClipScore")))),
            Map.of(
                "promotion",
                Map.of("gate", Map.of("scorer", "ClipScore")),
                "evaluate",
                Map.of("scorers", List.of(Map.of("name", "ClipScore")))),
            Map.of()),
        Arguments.of(
            "a share of wins is at most 1",
            "/properties/spec/properties/promotion/properties/gate/properties/minimumWinRate",
            "in 0..1",
            "55",
            "0.55",
            ""),
        Arguments.of(
            "a confidence of 95 is one of 0.95",
            "/properties/spec/properties/promotion/properties/gate/properties/confidence",
            "confidence must be above 0.5 and below 1",
            "95",
            "0.95",
            ""),
        Arguments.of(
            "a retry does not learn faster than what diverged",
            "/properties/spec/properties/failurePolicy/properties/divergence/properties/learningRateFactor",
            "at most 1",
            "2",
            "0.5",
            ""),
        Arguments.of(
            "an override obeys the same rules",
            "/properties/spec/properties/overrides/items/properties/train/properties/learningRate",
            "above 0",
            "0",
            "5e-8",
            ""),
        Arguments.of(
            "a batch is whole micro batches",
            "/properties/spec/properties/train",
            "multiple of train.microBatchSize",
            Map.of("batchSize", 20L, "microBatchSize", 8L, "workers", 1L),
            Map.of("batchSize", 24L, "microBatchSize", 8L, "workers", 1L),
            Map.of()),
        Arguments.of(
            "workers have equal shares of a batch",
            "/properties/spec/properties/train",
            "times train.workers",
            Map.of("batchSize", 24L, "microBatchSize", 8L, "workers", 2L),
            Map.of("batchSize", 32L, "microBatchSize", 8L, "workers", 2L),
            Map.of()),
        Arguments.of(
            "a learning rate of 0 teaches nothing",
            "/properties/spec/properties/train/properties/learningRate",
            "above 0",
            "0.0",
            "2e-5",
            ""),
        Arguments.of(
            "a gamma of 0 would teach nothing",
            "/properties/spec/properties/train/properties/snrGamma",
            "above 0",
            "0",
            "5",
            ""),
        Arguments.of(
            "pairs are not weighted by their timestep",
            "/properties/spec",
            "of method Sft alone",
            Map.of("method", "Spin", "train", Map.of("snrGamma", "5")),
            Map.of("method", "Sft", "train", Map.of("snrGamma", "5")),
            Map.of()),
        Arguments.of(
            "only self-play has earlier opponents",
            "/properties/spec",
            "of method Spin alone",
            Map.of("method", "Dpo", "train", Map.of("opponents", "LastTwo")),
            Map.of("method", "Spin", "train", Map.of("opponents", "LastTwo")),
            Map.of()),
        Arguments.of(
            "nor have single iterations of others",
            "/properties/spec",
            "of method Spin alone",
            Map.of(
                "method",
                "Sft",
                "overrides",
                List.of(Map.of("train", Map.of("opponents", "Random")))),
            Map.of(
                "method",
                "Sft",
                "overrides",
                List.of(Map.of("train", Map.of("opponents", "Latest")))),
            Map.of()),
        Arguments.of(
            "an average with decay 1 never moves",
            "/properties/spec/properties/train/properties/ema",
            "below 1",
            "1",
            "0.9999",
            ""),
        Arguments.of(
            "more than all prompts cannot be dropped",
            "/properties/spec/properties/train/properties/promptDropout",
            "in 0..1",
            "1.5",
            "1",
            ""),
        Arguments.of(
            "samplers other than DDIM draw no noise",
            "/properties/spec/properties/generate",
            "unless generate.sampler is Ddim",
            Map.of("sampler", "Pndm", "eta", "0.5"),
            Map.of("sampler", "Ddim", "eta", "0.5"),
            Map.of()),
        Arguments.of(
            "an eta of 0 goes with every sampler",
            "/properties/spec/properties/generate",
            "unless generate.sampler is Ddim",
            Map.of("sampler", "Euler", "eta", "1e-3"),
            Map.of("sampler", "Euler", "eta", "0"),
            Map.of()),
        Arguments.of(
            "no more than all noise is drawn anew",
            "/properties/spec/properties/generate/properties/eta",
            "in 0..1",
            "1.5",
            "1",
            ""),
        Arguments.of(
            "guidance below 1 is refused",
            "/properties/spec/properties/generate/properties/guidanceScale",
            "in 1..100",
            "0.5",
            "1",
            ""),
        Arguments.of(
            "a resolution is whole latents",
            "/properties/spec/properties/data/properties/resolution",
            "multiple of 8",
            500L,
            512L,
            0L),
        Arguments.of(
            "a name with a dot names no Job",
            "",
            "a letter first",
            Map.of("metadata", Map.of("name", "sd1.5")),
            Map.of("metadata", Map.of("name", "sd15")),
            Map.of()),
        Arguments.of(
            "a name that begins with a digit names no Service",
            "",
            "a letter first",
            Map.of("metadata", Map.of("name", "3d")),
            Map.of("metadata", Map.of("name", "d3")),
            Map.of()),
        Arguments.of(
            "a data set on the hub is one",
            "/properties/spec/properties/data/properties/uri",
            "hf://datasets/owner/name@revision",
            "hf://owner/name",
            "hf://datasets/owner/name@main/folder",
            ""),
        Arguments.of(
            "a model on the hub is none of its data sets",
            "/properties/spec/properties/model/properties/uri",
            "names a data set of the hub",
            "hf://datasets/owner/name",
            "hf://owner/name",
            ""),
        Arguments.of(
            "what a URI must be is said in words",
            "/properties/spec/properties/storage/properties/uri",
            "uri must be a bucket, or a folder of one",
            "https://bucket.s3.amazonaws.com/folder",
            "s3://bucket/folder",
            ""),
        Arguments.of(
            "prompts are a file",
            "/properties/spec/properties/evaluate/properties/prompts",
            "prompts must be a file of a bucket",
            "s3://bucket/",
            "s3://bucket/prompts.jsonl",
            ""),
        Arguments.of(
            "what a duration must be is said in words",
            "/properties/spec/properties/activeDeadline",
            "hours, minutes and seconds",
            "1 day",
            "36h",
            ""),
        Arguments.of(
            "what a number must be is said in words",
            "/properties/spec/properties/train/properties/beta",
            "it must be a number",
            "2,000",
            "2e3",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"rules", "dev.spinrun.crds.PodRules#rules"})
  void rule(String sentence, String pointer, String message, Object bad, Object good, Object before)
      throws Exception {
    String rule = find(pointer, message);
    CelAbstractSyntaxTree compiled = COMPILER.compile(rule).getAst();
    assertThat(holds(compiled, bad, before)).as(sentence).isFalse();
    assertThat(holds(compiled, good, before)).as("the opposite of: %s", sentence).isTrue();
  }

  @SuppressWarnings("InlineMeInliner") // What it wants instead is not public.
  private static boolean holds(CelAbstractSyntaxTree rule, Object self, Object before)
      throws Exception {
    return (boolean)
        CelRuntimeFactory.standardCelRuntimeBuilder()
            .build()
            .createProgram(rule)
            .eval(Map.of("self", self, "oldSelf", before));
  }

  private static String find(String pointer, String message) throws IOException {
    JsonNode rules =
        new ObjectMapper()
            .readTree(CrdDocument.generate().schema().toString())
            .at(pointer)
            .path("x-kubernetes-validations");
    return StreamSupport.stream(rules.spliterator(), false)
        .filter(r -> r.path("message").asText().contains(message))
        .map(r -> r.path("rule").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no rule at " + pointer + " says " + message));
  }
}
