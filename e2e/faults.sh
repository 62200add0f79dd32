#!/usr/bin/env bash
# faults.sh: stops, delays and robs the operator at every step of a run. The modules are installed.
set -euo pipefail
. "$(dirname "$0")/cluster/lib.sh"
cd "$ROOT"

# Hundreds of operators live in this JVM: here code that is compiled for speed pays.
mvn --batch-mode --no-transfer-progress verify --projects e2e -Dtest.excluded= -Dtest.groups=faults -DtestArgLine=-Xmx2g
