package dev.spinrun.operator.resource;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.util.function.BiFunction;

/** Modules for a mapper that read some types in two steps: as usual, and then by us. */
final class DeserializerModules {
  private DeserializerModules() {}

  /**
   * A module that puts deserializers around the usual ones.
   *
   * @param wrap given a type and its usual deserializer, the one to use in its place, or the same
   */
  static SimpleModule module(
      String name, BiFunction<Class<?>, JsonDeserializer<?>, JsonDeserializer<?>> wrap) {
    return new SimpleModule(name)
        .setDeserializerModifier(
            new BeanDeserializerModifier() {
              private static final long serialVersionUID = 1L;

              @Override
              public JsonDeserializer<?> modifyDeserializer(
                  DeserializationConfig config, BeanDescription type, JsonDeserializer<?> usual) {
                return wrap.apply(type.getBeanClass(), usual);
              }
            });
  }
}
