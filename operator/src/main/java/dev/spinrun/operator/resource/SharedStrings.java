package dev.spinrun.operator.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.io.IOException;

/**
 * Reads equal strings as one: cached objects are made of uids, label values, times and the like,
 * each of which stands in several of them.
 */
final class SharedStrings extends StringDeserializer {
  private static final long serialVersionUID = 1L;

  private static final int KEPT = 1 << 13;
  private static final int LONGEST = 128;

  private final transient Interner<String> strings = new Interner<>(KEPT);

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return shared(super.deserialize(parser, context));
  }

  @Override
  public String deserializeWithType(
      JsonParser parser, DeserializationContext context, TypeDeserializer type) throws IOException {
    return shared(super.deserializeWithType(parser, context, type));
  }

  private String shared(String read) {
    return read == null || read.length() > LONGEST ? read : strings.of(read);
  }
}
