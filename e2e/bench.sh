#!/usr/bin/env bash
# bench.sh: measures the operator on a real API server with etcd and a real S3 server, with pods that kwok plays, and writes the
# tables into docs/benchmarks.md. Settings: BENCH_SIZES (100,1000,5000: numbers of SpinRuns), BENCH_BASE_PORT (27000: eight ports
# from there on), BENCH_JAVA_OPTIONS (those of the image, and more heap for more than 1,000 runs), BENCH_PROFILES (a folder for
# profiles of API server and operator, and for what the API server counted; takes a few per cent). Needs Go: the programs are built
# once and cached.
set -euo pipefail
. "$(dirname "$0")/cluster/lib.sh"
. "$ROOT/e2e/cluster/control-plane.sh"
. "$ROOT/e2e/bench/cluster.sh"

have curl git java go openssl || fail "curl, git, openssl, Go and a JDK 17 or newer are needed. Install them."
sizes=${BENCH_SIZES:-100,1000,5000}
work=$(mktemp -d "${TMPDIR:-/tmp}/spinrun-bench.XXXXXX")
lines=$work/lines.jsonl

finish() {
  local code=$?
  stop_all
  if [ $code = 0 ]; then rm -rf "$work"; else say "the logs are in $work"; fi
}
trap finish EXIT

# link_programs: puts the programs first on PATH
link_programs() {
  local kubernetes name bin=$work/bin build=$ROOT/e2e/without-registry/build.sh
  mkdir "$bin"
  kubernetes=$("$build" kubernetes)
  for name in etcd kubectl kube-apiserver kube-controller-manager kube-scheduler; do ln -s "$kubernetes" "$bin/$name"; done
  ln -s "$("$build" minio)" "$bin/minio"
  ln -s "$("$build" kwok)" "$bin/kwok"
  PATH=$bin:$PATH
}

# profile SIZE: watches the API server and the operator for the middle of a run
profile() {
  local folder=$BENCH_PROFILES/$1 operator=${PIDS[-1]#*=}
  mkdir -p "$folder"
  sleep 30
  jcmd "$operator" JFR.start duration=30s settings=profile filename="$folder/operator.jfr" >/dev/null
  kube get --raw "/debug/pprof/profile?seconds=30" >"$folder/apiserver.pprof"
}

# measure SIZE: one line of JSON
measure() {
  STATE=$work/$1
  mkdir "$STATE"
  start_cluster
  start_store
  start_operator "$1"
  say "$1 SpinRuns"
  if [ -n "${BENCH_PROFILES:-}" ]; then profile "$1" & fi
  KUBECONFIG=$(kubeconfig_of admin) java -XX:+UseSerialGC -Xmx1g -cp "$classes" dev.spinrun.e2e.bench.OperatorBench \
    "$1" "http://127.0.0.1:$OPERATOR_PORT" "http://127.0.0.1:$MINIO_PORT" "${PIDS[@]}" >>"$lines"
  tail -n 1 "$lines" >&2
  if [ -n "${BENCH_PROFILES:-}" ]; then kube get --raw /metrics >"$BENCH_PROFILES/$1/apiserver.metrics"; fi
  stop_all
  rm -rf "$STATE"
}

say "packaging the operator"
(cd "$ROOT" && mvn --batch-mode --quiet --no-transfer-progress package -DskipTests --projects operator,e2e --also-make)
classes="$ROOT/e2e/target/test-classes:$ROOT/run-store/target/test-classes:$ROOT/e2e/target/classes:$ROOT/e2e/target/lib/*"
link_programs
load_before=$(cut -d ' ' -f 1-3 /proc/loadavg)
for size in ${sizes//,/ }; do measure "$size"; done

java -cp "$classes" dev.spinrun.e2e.bench.BenchReport "$lines" "$ROOT/docs/benchmarks.md" \
  "$(date -u +%F), $(nproc) cores of $(sed -n 's/^model name[^:]*: //p;' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal:/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), Linux $(uname -r)" \
  "commit $(git -C "$ROOT" rev-parse --short HEAD); Kubernetes $KUBERNETES_VERSION, kwok ${KWOK_MODULE##*@}, MinIO $MINIO_RELEASE; $(java -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/Java \1/p') with $(sed -n 's/^ENV JAVA_OPTIONS="\(.*\)"$/\1/p' "$ROOT/operator/Dockerfile")" \
  "everything on these cores: control plane, kwok, store, stand-in and operator; etcd without fsync; load average before: $load_before"
