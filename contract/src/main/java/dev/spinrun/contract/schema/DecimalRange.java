package dev.spinrun.contract.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bounds of a {@link dev.spinrun.contract.json.Decimal}: at most one lower and one upper bound.
 * Bounds are decimal numbers; an empty text is no bound. Without a lower bound the number may be
 * negative.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface DecimalRange {
  /** The smallest legal number. */
  String min() default "";

  /** All legal numbers are larger. */
  String above() default "";

  /** The largest legal number. */
  String max() default "";

  /** All legal numbers are smaller. */
  String below() default "";
}
