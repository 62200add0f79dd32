package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.schema.Settings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record whose {@link JsonUnwrapped} components lie flat in its JSON. Jackson can do that,
 * but not below the deserializers that fabric8 wraps around every bean. Settings that are left out
 * have their defaults, as an API server would fill them in.
 */
final class FlatDeserializer extends JsonDeserializer<Record> implements ContextualDeserializer {
  private final Class<?> type;
  private final RecordComponent[] components;

  /** Jackson asks for the type's own deserializer next. */
  FlatDeserializer() {
    this(Record.class, new RecordComponent[0]);
  }

  private FlatDeserializer(Class<?> type, RecordComponent[] components) {
    this.type = type;
    this.components = components;
  }

  @Override
  public JsonDeserializer<Record> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    Class<?> own = context.getContextualType().getRawClass();
    return new FlatDeserializer(own, own.getRecordComponents());
  }

  @Override
  public Record deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!(context.readTree(parser) instanceof ObjectNode tree)) {
      return context.reportInputMismatch(type, "%s must be an object", type.getSimpleName());
    }
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i], tree, context);
    }
    try {
      return (Record) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IOException("cannot read a " + type.getSimpleName(), e);
    }
  }

  private static @Nullable Object value(
      RecordComponent component, ObjectNode tree, DeserializationContext context)
      throws IOException {
    boolean isFlat = component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    JsonNode value =
        isFlat ? Settings.completed(component.getType(), tree) : tree.get(component.getName());
    JavaType type = context.constructType(component.getGenericType());
    return value == null || value.isNull() ? null : context.readTreeAsValue(value, type);
  }
}
