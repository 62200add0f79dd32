#!/usr/bin/env bash
# test.sh: every test: unit and contract tests, then those on a real cluster, then those of an operator under faults.
set -euo pipefail
. "$(dirname "$0")/cluster/lib.sh"
cd "$ROOT"

mvn --batch-mode --no-transfer-progress --threads 2 install --projects '!e2e' -Dtest.excluded=faults,versitygw
e2e/build-images.sh
e2e/cluster/programs.sh >/dev/null
# Each of these runs trains a model and waits for much of its time; four of them keep two cores busy. One of JUnit's threads
# does nothing but wait for the others; without the second number JUnit starts more of them.
pool=junit.jupiter.execution.parallel.config.fixed
mvn --batch-mode --no-transfer-progress verify --projects e2e -Dtest.excluded=faults,versitygw \
  "-DtestArgLine=-D$pool.parallelism=5 -D$pool.max-pool-size=5"
e2e/faults.sh
