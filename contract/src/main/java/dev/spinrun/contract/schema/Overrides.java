package dev.spinrun.contract.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An object with any of the fields of these settings that can differ from iteration to iteration.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Overrides {
  /** The settings whose fields it may have. */
  Class<? extends Record> value();
}
