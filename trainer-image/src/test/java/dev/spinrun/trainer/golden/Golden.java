package dev.spinrun.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorEntry;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** One file of golden tensors, whatever their element type. */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private final SafetensorsFile file;

  private Golden(SafetensorsFile file) {
    this.file = file;
  }

  public static Path path(String name) {
    return FOLDER.resolve(name);
  }

  public static Golden open(String name) {
    try {
      return new Golden(SafetensorsFile.open(path(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(path(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  /** The tensor whose element j (row-major) is f(j). */
  public static float[] fill(Shape shape, DoubleUnaryOperator f) {
    float[] values = new float[(int) shape.elements()];
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) f.applyAsDouble(j);
    }
    return values;
  }

  /** Adapters of these shapes, none of them zero, by the formula of gen_lora.py. */
  public static Weights adapters(Scope scope, Map<String, Shape> shapes) {
    Map<String, Tensor> matrices = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            matrices.put(
                name,
                scope.floats(fill(shape, j -> 0.05 * Math.sin(0.7 * j + name.length())), shape)));
    return new Weights(matrices);
  }

  public boolean contains(String name) {
    return file.entries().containsKey(name);
  }

  public Shape shape(String name) {
    return entry(name).shape();
  }

  public double[] doubles(String name) {
    TensorEntry entry = entry(name);
    double[] values = new double[(int) entry.shape().elements()];
    ByteBuffer bytes;
    try {
      bytes = file.bytes(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.type()) {
            case FLOAT64 -> bytes.getDouble();
            case FLOAT32 -> bytes.getFloat();
            case INT64 -> bytes.getLong();
            case INT32 -> bytes.getInt();
            case UINT8 -> bytes.get() & 0xFF;
            case FLOAT16, BFLOAT16 -> throw new IllegalStateException("no golden halves");
          };
    }
    return values;
  }

  public float[] floats(String name) {
    double[] wide = doubles(name);
    float[] values = new float[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  public long[] longs(String name) {
    double[] wide = doubles(name);
    long[] values = new long[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) wide[i];
    }
    return values;
  }

  public Tensor tensor(Scope scope, String name) {
    return scope.floats(floats(name), shape(name));
  }

  private TensorEntry entry(String name) {
    return Objects.requireNonNull(file.entries().get(name), name);
  }

  /** The largest distance of any element in units of relative |expected| + absolute. */
  public static double toleranceUsed(
      float[] actual, double[] expected, double relative, double absolute) {
    float[] shares = new float[actual.length];
    for (int i = 0; i < shares.length; i++) {
      double allowed = relative * Math.abs(expected[i]) + absolute;
      shares[i] = (float) (Math.abs(actual[i] - expected[i]) / allowed);
    }
    return distance(shares, new double[expected.length]);
  }

  /** The largest distance of any element; NaN if any element is NaN. */
  public static double distance(float[] actual, double[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " elements, expected " + expected.length);
    }
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double distance = Math.abs(actual[i] - expected[i]);
      largest = distance > largest || Double.isNaN(distance) ? distance : largest;
      if (Double.isNaN(largest)) {
        return Double.NaN;
      }
    }
    return largest;
  }
}
