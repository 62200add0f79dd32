package dev.spinrun.trainer.nn;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.nn.ScriptCompiler.Program;
import dev.spinrun.trainer.tensor.Archives;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network's scripts and the order of their calls, in files that Python can run. */
public final class ExportedNetwork {
  private ExportedNetwork() {}

  /** Writes {@code name.pt} with the scripts, and {@code name.json} with all else. */
  public static void write(
      Path folder, String name, Network network, List<Shape> inputs, Precision precision)
      throws IOException {
    Program program = ScriptCompiler.translate(network, precision);
    Files.write(folder.resolve(name + ".pt"), Archives.of(program.methods()));
    new ObjectMapper()
        .writeValue(
            folder.resolve(name + ".json").toFile(),
            Map.of(
                "inputs", named(network.inputs(), inputs),
                "parameters", shapes(Declaration.of(network, inputs).parameters()),
                "steps", program.steps(),
                "slots", program.slots(),
                "result", program.result()));
  }

  private static Map<String, List<Long>> named(List<String> names, List<Shape> inputs) {
    Map<String, Shape> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byName.put(names.get(i), inputs.get(i));
    }
    return shapes(byName);
  }

  private static Map<String, List<Long>> shapes(Map<String, Shape> byName) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    byName.forEach((name, shape) -> shapes.put(name, dimensions(shape)));
    return shapes;
  }

  private static List<Long> dimensions(Shape shape) {
    Long[] dimensions = new Long[shape.rank()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = shape.dim(i);
    }
    return List.of(dimensions);
  }
}
