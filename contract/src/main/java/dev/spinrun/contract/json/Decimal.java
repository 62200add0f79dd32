package dev.spinrun.contract.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;

/**
 * A decimal number that is text in JSON, as Kubernetes APIs carry no floats. It keeps its text, so
 * that a document is written as it was read.
 *
 * @param text the number, like {@code 0.5} or {@code 2e-5}; see {@link #isNumber}
 */
public record Decimal(@JsonValue String text) {
  /** A number of at least 0, as a pattern of RE2 and of Java. */
  public static final String UNSIGNED = "^\\d+(\\.\\d+)?([eE][-+]?\\d\\d?)?$";

  /** A number of either sign, as a pattern of RE2 and of Java. */
  public static final String SIGNED = "^-?\\d+(\\.\\d+)?([eE][-+]?\\d\\d?)?$";

  /** Maximum number of characters. */
  public static final int MAX_LENGTH = 27;

  private static final Pattern NUMBER = Pattern.compile(SIGNED);

  /** Takes any text: an object that one reader refuses must not stop the others from being read. */
  @JsonCreator
  public Decimal {}

  /** Whether the text has the form of a number. */
  public boolean isNumber() {
    return text.length() <= MAX_LENGTH && NUMBER.matcher(text).matches();
  }

  /**
   * The nearest double.
   *
   * @throws NumberFormatException unless {@link #isNumber}
   */
  public double value() {
    return Double.parseDouble(text);
  }

  /** The product, rounded to 7 digits. */
  public Decimal times(Decimal factor) {
    return new Decimal(
        new BigDecimal(text)
            .multiply(new BigDecimal(factor.text), MathContext.DECIMAL32)
            .toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
