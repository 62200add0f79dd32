package dev.spinrun.operator.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How an operator reads SpinRuns that a newer version has written. Fields that it does not know are
 * passed over. An object with a value that it does not know is left alone: without this, one such
 * object would end the informer, and with it the operator.
 */
public final class NewerVersions {
  /** Never written anywhere: it marks the object in the cache, which has no spec and no status. */
  static final String MARK = "spinrun.dev/not-understood";

  private NewerVersions() {}

  /** Has this mapper read what newer versions have written. */
  public static void tolerate(ObjectMapper mapper) {
    mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    mapper.registerModule(
        DeserializerModules.module(
            "newer versions",
            (read, strict) -> read == SpinRun.class ? new Tolerant(strict) : strict));
  }

  /** What of this object is not understood, and what to do; empty if all is. */
  public static Optional<String> notUnderstood(SpinRun run) {
    return Optional.ofNullable(run.getMetadata().getAnnotations().get(MARK));
  }

  private static final class Tolerant extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    Tolerant(JsonDeserializer<?> strict) {
      super(strict);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> strict) {
      return new Tolerant(strict);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      TokenBuffer whole = context.bufferAsCopyOfValue(parser);
      try (JsonParser again = whole.asParserOnFirstToken()) {
        return super.deserialize(again, context);
      } catch (JsonMappingException e) {
        JsonNode metadataNode = whole.asParser().<JsonNode>readValueAsTree().path("metadata");
        ObjectMeta metadata = parser.getCodec().treeToValue(metadataNode, ObjectMeta.class);
        SpinRun shell = new SpinRun();
        shell.setMetadata(
            new ObjectMetaBuilder(metadata).addToAnnotations(MARK, sentence(e)).build());
        return shell;
      }
    }

    private static String sentence(JsonMappingException e) {
      String field =
          e.getPath().stream()
              .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
              .collect(Collectors.joining("."));
      return "%s has a value that this version of the operator does not know (%s). Upgrade the operator, or change the value; until then the run is left as it is."
          .formatted(field, e.getOriginalMessage());
    }
  }
}
