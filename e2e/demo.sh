#!/usr/bin/env bash
# demo.sh: packages the product, builds its images and runs the quickstart on a cluster.
set -euo pipefail
. "$(dirname "$0")/cluster/lib.sh"
cd "$ROOT"

say "packaging operator and trainer"
mvn --batch-mode --quiet --no-transfer-progress install -DskipTests
e2e/build-images.sh
say "starting the cluster"
java -cp "e2e/target/classes:e2e/target/lib/*" dev.spinrun.e2e.demo.Demo
