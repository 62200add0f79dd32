package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.StoreTask;
import org.junit.jupiter.api.Test;

/** A run that branches off another run's iteration. */
class ParentTest {
  private static final String TOWER =
      SpinRuns.SMALL.replace("name: castle", "name: tower").replace("1111-2222", "9999-2222");
  private static final String UID = "11111111-2222-3333-4444-555555555555";

  private static Scene branch() {
    return Scene.created()
        .spec("model: {uri: s3://bucket/model}", "model: {from: {run: tower, iteration: 2}}");
  }

  @Test
  void aParentThatIsNotThereIsTold() {
    Plan plan = branch().plan();
    assertThat(plan.status().message())
        .isEqualTo(
            "SpinRun tower, which spec.model.from names, is not in this namespace. Create it, or"
                + " create this run anew with the folder of its opponent as model.uri.");
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void aParentInAnotherStoreIsRefused() {
    Plan plan = branch().parentRun(TOWER.replace("s3://bucket/runs", "s3://other/runs")).plan();
    assertThat(plan.status().message())
        .startsWith("SpinRun tower keeps its opponents in s3://other/runs, this run in");
    assertThat(plan.status().parentUid()).isNull();
  }

  @Test
  void itsUidIsRecordedOnceAndForAll() {
    Plan plan = branch().parentRun(TOWER.replace("bucket/runs", "bucket/runs/")).plan();
    assertThat(plan.status().parentUid()).isEqualTo(SpinRuns.of(TOWER).getMetadata().getUid());
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void anIterationThatIsNotPromotedYetIsWaitedFor() {
    Plan plan = branch().status(s -> s.withParentUid(UID)).plan();
    assertThat(plan.status().message())
        .isEqualTo("Iteration 2 of SpinRun tower is not promoted yet; this run starts once it is.");
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void thePlanNamesWhereTheModelComesFrom() {
    Scene scene = branch().status(s -> s.withParentUid(UID)).parentRecord(2).identified();
    Plan plan = scene.plan();
    StoreTask.Create create = (StoreTask.Create) ((Action.InStore) plan.actions().get(0)).task();
    assertThat(create.document())
        .contains("\"modelUri\" : \"s3://bucket/runs/ml/castle/u/iterations/0002/candidate/1\"")
        .contains("\"origin\"")
        .contains("\"name\" : \"tower\"")
        .contains(Scene.OTHER_DIGEST);
  }

  @Test
  void soDoesTheIdentityOfTheRun() {
    Plan plan = branch().status(s -> s.withParentUid(UID)).parentRecord(2).plan();
    StoreTask.Create create = (StoreTask.Create) ((Action.InStore) plan.actions().get(0)).task();
    assertThat(create.key()).endsWith("run.json");
    assertThat(create.document()).contains("\"name\" : \"tower\"");
  }
}
