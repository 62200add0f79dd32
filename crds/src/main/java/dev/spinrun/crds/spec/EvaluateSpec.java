package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.spinrun.contract.settings.Evaluate;

/** How candidates are measured: the settings, which a plan freezes, and its pods. */
@JsonDeserialize(using = FlatDeserializer.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluateSpec(@JsonUnwrapped Evaluate settings, @JsonUnwrapped StagePods pods) {}
