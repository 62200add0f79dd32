package dev.spinrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A version that has to stand in more than one file is the same in all of them. */
class VersionsTest {
  private static final String VERSIONS = "e2e/cluster/versions.sh";
  private static final String GO_MODULE = "e2e/without-registry/kubernetes/go.mod";

  static Stream<Arguments> places() throws IOException {
    String kubernetes = Environment.pinned("KUBERNETES_VERSION");
    String minio = Environment.pinned("MINIO_IMAGE");
    String release = Environment.pinned("MINIO_RELEASE");
    String toxiproxy = Environment.pinned("TOXIPROXY_IMAGE");
    String base = "ARG BASE=" + Environment.pinned("JRE_IMAGE");
    String libtorch = found("pom.xml", "<libtorch.version>(.*)</libtorch.version>");
    String go = found(GO_MODULE, "\\ngo (\\d+\\.\\d+)");
    return Stream.of(
        Arguments.of("the k3s that is pulled", VERSIONS, "k3s:v" + kubernetes + "-k3s"),
        Arguments.of("the Kubernetes that is built", GO_MODULE, "kubernetes v" + kubernetes + "\n"),
        Arguments.of("the MinIO that is pulled", VERSIONS, "RELEASE." + release.replace(':', '-')),
        Arguments.of(
            "the MinIO that is built", VERSIONS, "0-" + release.replaceAll("\\D", "") + "-"),
        Arguments.of("the quickstart's MinIO", "examples/quickstart/minio.yaml", "image: " + minio),
        Arguments.of(
            "the MinIO of the store's contract",
            "run-store/src/test/java/dev/spinrun/runstore/s3/MinioTest.java",
            '"' + minio + '"'),
        Arguments.of(
            "the Toxiproxy that is built",
            VERSIONS,
            "@v" + toxiproxy.substring(toxiproxy.indexOf(':') + 1) + "\n"),
        Arguments.of("the operator's base image", "operator/Dockerfile", base + "\n"),
        Arguments.of("the trainer's base image", "trainer-image/Dockerfile", base + "\n"),
        Arguments.of(
            "the image's libtorch", "trainer-image/Dockerfile", "_VERSION=" + libtorch + " "),
        Arguments.of("the manual's libtorch", "docs/trainer.md", "_VERSION=" + libtorch + " "),
        Arguments.of(
            "the PyTorch that we compare with",
            "trainer-image/src/bench/requirements.txt",
            "\ntorch==" + libtorch + "\n"),
        Arguments.of("the Go that README asks for", "README.md", "Go " + go + " or newer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void hasTheVersionThatIsPinned(String what, String file, String text) throws IOException {
    assertThat(Files.readString(Environment.inRepository(file))).as(what).contains(text);
  }

  private static String found(String file, String pattern) throws IOException {
    Matcher matcher =
        Pattern.compile(pattern).matcher(Files.readString(Environment.inRepository(file)));
    assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
    return matcher.group(1);
  }
}
