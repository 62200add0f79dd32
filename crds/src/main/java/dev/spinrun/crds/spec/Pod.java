package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
            "Trainer image. Absent: the one that the operator was installed with, which fits it;"
                + " it computes on the CPU.")
        @Size(min = 1, max = 1024)
        @Nullable String image,
    @JsonPropertyDescription(
            "When the image is pulled: Always, IfNotPresent or Never. Absent: as Kubernetes"
                + " chooses by the image's tag.")
        @Nullable ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription("Secrets with which the image is pulled. Absent: none.")
        @Size(max = 16)
        @Nullable List<PullSecret> imagePullSecrets,
    @JsonPropertyDescription(
            "Service account of the pods, for platforms that give it access to the store. Its token"
                + " for the Kubernetes API is not mounted. Absent: default.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription("Labels that a node must have. Absent: any node.") @Size(max = 32)
        @Nullable Map<String, @Size(max = Formats.LABEL_LENGTH) String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that the pods tolerate. Absent: none.")
        @Size(max = 32)
        @Nullable List<Toleration> tolerations,
    @JsonPropertyDescription("Priority class of the pods. Absent: the cluster's default.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String priorityClassName,
    @JsonPropertyDescription(
            "Scheduler of the pods, for gang scheduling by Volcano and the like; what it needs to"
                + " know goes into labels and annotations. Absent: the cluster's default.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String schedulerName,
    @JsonPropertyDescription("Additional variables in the environment of the trainer.")
        @Size(max = 64)
        @Nullable List<Variable> env,
    @JsonPropertyDescription("Additional labels of the pods.")
        @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(k, !k.startsWith('spinrun.dev/') &&"
                    + " !k.startsWith('app.kubernetes.io/'))",
            message = "labels spinrun.dev/* and app.kubernetes.io/* are set by the operator")
        @Nullable Map<String, @Size(max = Formats.LABEL_LENGTH) String> labels,
    @JsonPropertyDescription("Additional annotations of the pods.")
        @Size(max = 32)
        @ValidationRule(
            value = "self.all(k, !k.startsWith('spinrun.dev/'))",
            message = "annotations spinrun.dev/* are set by the operator")
        @Nullable Map<String, @Size(max = 4096) String> annotations) {}
