package dev.spinrun.trainer.cli;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.call.TrainerVariables;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.runstore.credentials.CredentialsFolder;
import dev.spinrun.runstore.credentials.CredentialsSource;
import dev.spinrun.runstore.hub.HubSettings;
import dev.spinrun.runstore.network.NetworkSettings;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.open.ObjectStores;
import dev.spinrun.trainer.stage.Stages;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.stage.context.OtherPlanException;
import dev.spinrun.trainer.stage.context.RequiredDevice;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StageContext.Position;
import dev.spinrun.trainer.stage.context.WorkerRendezvous;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one stage, given a plan and this process's index among its peers. */
@Command(description = "Runs this stage of an iteration.")
final class StageCommand implements Callable<Integer> {
  /** Which libtorch is in the image, as DJL is told. */
  static final String FLAVOR = "PYTORCH_FLAVOR";

  private final Stage stage;
  private final SpinTrainer trainer;
  private final Map<String, String> environment;

  @Option(
      names = StageCall.PLAN,
      required = true,
      description = "The iteration's plan, a JSON file.")
  private @Nullable Path plan;

  @Option(
      names = "--plan-digest",
      defaultValue = "${env:" + TrainerVariables.PLAN_DIGEST + ":-}",
      description =
          "Digest that the plan's bytes must have, as sha256:<hex>. Default: $SPINRUN_PLAN_DIGEST, else any.")
  private String planDigest = "";

  @Option(
      names = "--attempt",
      defaultValue = "${env:" + TrainerVariables.ATTEMPT + ":-" + StageCall.FIRST_ATTEMPT + "}",
      description = "Number of this try, from 1. Default: $SPINRUN_ATTEMPT, else 1.")
  private int attempt;

  @Option(
      names = "--candidate-attempt",
      defaultValue =
          "${env:" + TrainerVariables.CANDIDATE_ATTEMPT + ":-" + StageCall.FIRST_ATTEMPT + "}",
      description =
          "Which attempt's candidate to evaluate. Default: $SPINRUN_CANDIDATE_ATTEMPT, else 1.")
  private int candidateAttempt;

  @Option(
      names = "--shard",
      defaultValue = "${env:" + TrainerVariables.INDEX + ":-0}",
      description =
          "Which part of a divided stage to do, from 0. Default: $JOB_COMPLETION_INDEX, else 0.")
  private int shard;

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:" + TrainerVariables.METRICS_PORT + ":-0}",
      description =
          "Port at which a training serves metrics for Prometheus. Default: $SPINRUN_METRICS_PORT, else none.")
  private int metricsPort;

  @Option(
      names = "--rendezvous",
      defaultValue = "${env:" + TrainerVariables.RENDEZVOUS + ":-}",
      description =
          "Of a training of several workers: host and port of worker 0, as host:port. Default: $SPINRUN_RENDEZVOUS.")
  private String rendezvous = "";

  @Option(
      names = "--bind",
      defaultValue = "${env:" + TrainerVariables.POD_IP + ":-127.0.0.1}",
      description =
          "Own address at which other workers reach this one. Default: $SPINRUN_POD_IP, else 127.0.0.1.")
  private String bind = "";

  @Option(
      names = "--worker-timeout",
      defaultValue = "${env:" + TrainerVariables.WORKER_TIMEOUT + ":-PT30M}",
      description =
          "How long workers wait for each other, at the start and in every step. Default: $SPINRUN_WORKER_TIMEOUT, else PT30M.")
  private Duration workerTimeout = Duration.ZERO;

  @Mixin private final DeviceOption device = new DeviceOption();

  @Option(
      names = WorkOption.NAME,
      defaultValue = WorkOption.DEFAULT,
      description = "Folder for downloads. Default: $SPINRUN_WORK, else the temporary folder.")
  private @Nullable Path work;

  @Option(
      names = "--credentials",
      defaultValue = "${env:" + CredentialsFolder.VARIABLE + ":-}",
      description =
          "Folder with a file for each of AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and HF_TOKEN, read again whenever one is needed. Default: $SPINRUN_CREDENTIALS, else the variables of these names.")
  private String credentials = "";

  StageCommand(Stage stage, SpinTrainer trainer, Map<String, String> environment) {
    this.stage = stage;
    this.trainer = trainer;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    if (plan == null || work == null) {
      throw new IllegalStateException("picocli fills what is required or has a default");
    }
    byte[] bytes = Plans.read(plan);
    // Before anything in it is believed: the file of another run would be a valid plan, too.
    OtherPlanException.requireDigest(planDigest, bytes, plan);
    IterationPlan parsed = Plans.parse(bytes, plan);
    String writer = environment.getOrDefault(TrainerVariables.POD, "attempt-" + attempt);
    WorkerRendezvous workers = new WorkerRendezvous(rendezvous, bind, workerTimeout);
    Position position =
        new Position(attempt, candidateAttempt, shard, writer, metricsPort, workers);
    Path secrets = credentials.isEmpty() ? null : Path.of(credentials);
    StoreSettings settings = settings(parsed.storage(), secrets);
    HubSettings hub = HubSettings.from(environment).in(secrets);
    Path folder = Files.createTempDirectory(Files.createDirectories(work), "spin-trainer");
    try (ObjectStores stores = new ObjectStores(settings, hub)) {
      StageContext context = StageContext.of(bytes, parsed, position, folder, stores);
      String flavor = environment.getOrDefault(FLAVOR, "");
      return trainer.runStage(
          context,
          () -> {
            device.required().require(flavor);
            RequiredDevice.requireNoIdleGpu();
            Stages.run(stage, context);
          });
    } finally {
      delete(folder);
    }
  }

  private StoreSettings settings(Storage storage, @Nullable Path secrets) {
    try {
      return StoreSettings.patient(
              storage.endpoint(),
              storage.region(),
              CredentialsSource.of(secrets, environment).orElse(null))
          .withNetwork(NetworkSettings.from(environment));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
