package dev.spinrun.trainer.check;

import dev.spinrun.trainer.tensor.EngineVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Versions of what computes, ours first. */
final class Versions {
  /** Maven puts it into the jar. */
  private static final String OURS = "/META-INF/maven/dev.spinrun/spinrun-trainer/pom.properties";

  private Versions() {}

  /**
   * By name.
   *
   * @param flavor build of libtorch; may be empty
   */
  static Map<String, String> of(String flavor) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("SpinRun", ours());
    versions.put("DJL", EngineVersions.djl());
    versions.put("libtorch", (EngineVersions.libtorch() + " " + flavor).strip());
    versions.putAll(EngineVersions.cuda());
    versions.put("Java", System.getProperty("java.version"));
    versions.put(
        System.getProperty("os.name"),
        // Behind a hyphen stands who built the kernel, which may name a company.
        System.getProperty("os.version").replaceFirst("-.*", "")
            + " "
            + System.getProperty("os.arch"));
    return versions;
  }

  private static String ours() {
    try (InputStream in = Versions.class.getResourceAsStream(OURS)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "from classes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
