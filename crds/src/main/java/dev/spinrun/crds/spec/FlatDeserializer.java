package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.schema.Settings;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record whose {@link JsonUnwrapped} components lie flat in its JSON. Jackson can do that,
 * but not below the deserializers that fabric8 wraps around every bean. Settings that are left out
 * have their defaults, as an API server would fill them in.
 */
final class FlatDeserializer extends JsonDeserializer<Record> implements ContextualDeserializer {
  private final @Nullable Constructor<?> constructor;
  private final List<Part> parts;

  /**
   * One component, and how it is read.
   *
   * @param flat whether its fields lie beside those of the others
   */
  private record Part(
      String name, Class<?> type, boolean flat, JsonDeserializer<Object> deserializer) {
    static Part of(RecordComponent component, DeserializationContext context)
        throws JsonMappingException {
      return new Part(
          component.getName(),
          component.getType(),
          component.getAccessor().isAnnotationPresent(JsonUnwrapped.class),
          context.findRootValueDeserializer(context.constructType(component.getGenericType())));
    }

    @Nullable Object read(ObjectNode tree, JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode value = flat ? Settings.completed(type, tree) : tree.get(name);
      if (value == null || value.isNull()) {
        return null;
      }
      try (JsonParser tokens = value.traverse(parser.getCodec())) {
        tokens.nextToken();
        return deserializer.deserialize(tokens, context);
      }
    }
  }

  /** Jackson asks for the type's own deserializer next. */
  FlatDeserializer() {
    this(null, List.of());
  }

  private FlatDeserializer(@Nullable Constructor<?> constructor, List<Part> parts) {
    this.constructor = constructor;
    this.parts = parts;
  }

  /** Every watched object is read by it: what reflection tells is asked once. */
  @Override
  public JsonDeserializer<Record> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) throws JsonMappingException {
    Class<?> type = context.getContextualType().getRawClass();
    RecordComponent[] components = type.getRecordComponents();
    List<Part> own = new ArrayList<>();
    for (RecordComponent component : components) {
      own.add(Part.of(component, context));
    }
    try {
      return new FlatDeserializer(
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)),
          own);
    } catch (NoSuchMethodException e) {
      throw JsonMappingException.from(context, "cannot make a " + type.getSimpleName(), e);
    }
  }

  @Override
  public Record deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (constructor == null) {
      throw new IllegalStateException("Jackson gave it no type");
    }
    String name = constructor.getDeclaringClass().getSimpleName();
    if (!(context.readTree(parser) instanceof ObjectNode tree)) {
      return context.reportInputMismatch(Record.class, "%s must be an object", name);
    }
    Object[] values = new Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts.get(i).read(tree, parser, context);
    }
    try {
      return (Record) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IOException("cannot read a " + name, e);
    }
  }
}
