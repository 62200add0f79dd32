package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where and as what the trainer runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Pod(
    @JsonPropertyDescription(
            "Trainer image. Absent: the image that the operator was installed with, which matches"
                + " it and computes on the CPU.")
        @Size(min = 1, max = 1024)
        @ValidationRule(
            value = "!self.matches(r'\\s')",
            message = "pod.image must not have white space")
        @Nullable String image,
    @JsonPropertyDescription(
            "When to pull the image: Always, IfNotPresent or Never. Absent: Kubernetes chooses by"
                + " the image's tag.")
        @Nullable ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription("Secrets for pulling the image. Absent: none.") @Size(max = 8)
        @Nullable List<PullSecret> imagePullSecrets,
    @JsonPropertyDescription(
            "Service account of the pods, for platforms that grant it access to the store. Its"
                + " token for the Kubernetes API is not mounted. Absent: default.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription("Labels that a node must have. Absent: any node.")
        @Size(max = 16)
        @ValidationRule(value = Pod.ARE_LABELS, message = "pod.nodeSelector" + Pod.NO_LABELS)
        @Nullable Map<String, @Size(max = Formats.LABEL_LENGTH) String> nodeSelector,
    @JsonPropertyDescription("Node taints that the pods tolerate. Absent: none.") @Size(max = 16)
        @Nullable List<Toleration> tolerations,
    @JsonPropertyDescription("Priority class of the pods. Absent: the cluster's default.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String priorityClassName,
    @JsonPropertyDescription(
            "Scheduler of the pods, for example for gang scheduling with Volcano; labels and"
                + " annotations carry what it needs to know. Absent: the cluster's default.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String schedulerName,
    @JsonPropertyDescription(
            "Additional environment variables of the trainer; at most 8 KiB in total.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.map(v, size(bytes(v.name)) + size(bytes(v.value))).sum() <= 8192",
            message = "pod.env must have at most 8 KiB in all: put more into the image, or a file")
        @Nullable List<Variable> env,
    @JsonPropertyDescription("Additional labels of the pods.")
        @Size(max = 16)
        @ValidationRule(value = Pod.ARE_LABELS, message = "pod.labels" + Pod.NO_LABELS)
        @ValidationRule(
            value =
                "self.all(k, !k.startsWith('spinrun.dev/') &&"
                    + " !k.startsWith('app.kubernetes.io/'))",
            message = "labels spinrun.dev/* and app.kubernetes.io/* are set by the operator")
        @Nullable Map<String, @Size(max = Formats.LABEL_LENGTH) String> labels,
    @JsonPropertyDescription("Additional annotations of the pods; at most 8 KiB in total.")
        @Size(max = 32)
        @ValidationRule(
            value = "self.all(k, k.matches(r'" + Formats.QUALIFIED_NAME + "'))",
            message = "pod.annotations must have keys like example.com/key")
        @ValidationRule(
            value = "self.map(k, size(bytes(k)) + size(bytes(self[k]))).sum() <= 8192",
            message = "pod.annotations must have at most 8 KiB in all")
        @ValidationRule(
            value = "self.all(k, !k.startsWith('spinrun.dev/'))",
            message = "annotations spinrun.dev/* are set by the operator")
        @Nullable Map<String, @Size(max = 4096) String> annotations) {
  static final String ARE_LABELS =
      "self.all(k, k.matches(r'"
          + Formats.QUALIFIED_NAME
          + "') && self[k].matches(r'"
          + Formats.LABEL_VALUE
          + "'))";

  static final String NO_LABELS =
      " must have keys like example.com/key and values of at most 63 letters, digits, -, _ and .";
}
