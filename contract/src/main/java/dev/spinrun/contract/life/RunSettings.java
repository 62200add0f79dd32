package dev.spinrun.contract.life;

import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.IterationOverride;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.Promotion;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.contract.settings.Train;
import java.util.List;

/**
 * What a run is to do, wherever it does it.
 *
 * @param iterations number of iterations after the base model, which is iteration 0
 * @param overrides settings of single iterations
 * @param checkpointsKept training checkpoints that are kept of an iteration, the newest ones
 */
public record RunSettings(
    Method method,
    int iterations,
    Storage storage,
    Data data,
    Prepare prepare,
    Generate generate,
    Train train,
    Evaluate evaluate,
    Promotion promotion,
    List<IterationOverride> overrides,
    int checkpointsKept) {}
