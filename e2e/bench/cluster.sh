# A control plane on loopback, without nodes, for bench.sh: etcd, API server, controllers, scheduler, kwok; and a MinIO. Nothing in
# it is to be the bottleneck. Sourced; needs lib.sh, $BIN with the programs, and sets $PIDS to "name=pid" of each.
# shellcheck shell=bash

BASE_PORT=${BENCH_BASE_PORT:-27000}
ETCD_PORT=$BASE_PORT
PEER_PORT=$((BASE_PORT + 1))
API_PORT=$((BASE_PORT + 2))
CONTROLLERS_PORT=$((BASE_PORT + 3))
SCHEDULER_PORT=$((BASE_PORT + 4))
KWOK_PORT=$((BASE_PORT + 5))
MINIO_PORT=$((BASE_PORT + 6))
OPERATOR_PORT=$((BASE_PORT + 7))
PIDS=()

# run NAME PROGRAM ARGUMENT...
run() {
  local name=$1
  shift
  # Programs in Go collect garbage less often than they would by default, as long as there is memory enough.
  GOGC=400 GOMEMLIMIT=8GiB "$@" >"$STATE/$name.log" 2>&1 &
  PIDS+=("$name=$!")
}

# stop_all: ends what was started, last first
stop_all() {
  local i pid
  for ((i = ${#PIDS[@]} - 1; i >= 0; i--)); do
    pid=${PIDS[i]#*=}
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  PIDS=()
}

# kubeconfig USER: the user's token is its name
kubeconfig() {
  cat >"$STATE/$1.kubeconfig" <<Y
apiVersion: v1
kind: Config
clusters: [{name: bench, cluster: {server: "https://127.0.0.1:$API_PORT", insecure-skip-tls-verify: true}}]
users: [{name: $1, user: {token: $1}}]
contexts: [{name: bench, context: {cluster: bench, user: $1, namespace: spinrun-system}}]
current-context: bench
Y
}

kube() { "$BIN/kubectl" --kubeconfig "$STATE/admin.kubeconfig" "$@"; }

start_control_plane() {
  local user etcd=http://127.0.0.1:$ETCD_PORT peer=http://127.0.0.1:$PEER_PORT
  openssl genrsa -out "$STATE/sa.key" 2048 2>/dev/null
  openssl rsa -in "$STATE/sa.key" -pubout -out "$STATE/sa.pub" 2>/dev/null
  cat >"$STATE/tokens.csv" <<Y
admin,admin,admin,"system:masters"
controllers,system:kube-controller-manager,controllers
scheduler,system:kube-scheduler,scheduler
kwok,kwok,kwok,"system:masters"
operator,spinrun-operator,operator
Y
  for user in admin controllers scheduler kwok operator; do kubeconfig $user; done
  run etcd "$BIN/etcd" --data-dir "$STATE/etcd" --listen-client-urls "$etcd" --advertise-client-urls "$etcd" --listen-peer-urls "$peer" \
    --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer" --unsafe-no-fsync --quota-backend-bytes 8589934592 --log-level warn
  run apiserver "$BIN/kube-apiserver" --etcd-servers="$etcd" --bind-address=127.0.0.1 --secure-port="$API_PORT" \
    --advertise-address=192.0.2.1 --endpoint-reconciler-type=none --cert-dir="$STATE/apiserver" --token-auth-file="$STATE/tokens.csv" \
    --authorization-mode=AlwaysAllow --disable-admission-plugins=ServiceAccount --service-cluster-ip-range=10.43.0.0/16 \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$STATE/sa.pub" \
    --service-account-signing-key-file="$STATE/sa.key" --event-ttl=10m --max-requests-inflight=2000 --max-mutating-requests-inflight=1000
  wait_until 60 "the API server's start" kube get --raw /readyz
  run controllers "$BIN/kube-controller-manager" --kubeconfig="$STATE/controllers.kubeconfig" --leader-elect=false --bind-address=127.0.0.1 \
    --secure-port="$CONTROLLERS_PORT" --cert-dir="$STATE/controllers" --kube-api-qps=5000 --kube-api-burst=10000 \
    --concurrent-job-syncs=32 --concurrent-gc-syncs=32 \
    --controllers=job-controller,garbage-collector-controller,node-lifecycle-controller,namespace-controller
  cat >"$STATE/scheduler.yaml" <<Y
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection: {leaderElect: false}
clientConnection: {kubeconfig: "$STATE/scheduler.kubeconfig", qps: 5000, burst: 10000}
Y
  run scheduler "$BIN/kube-scheduler" --config="$STATE/scheduler.yaml" --bind-address=127.0.0.1 --secure-port="$SCHEDULER_PORT" \
    --cert-dir="$STATE/scheduler"
  run kwok "$BIN/kwok" --kubeconfig "$STATE/kwok.kubeconfig" --manage-all-nodes=true --config "$ROOT/e2e/bench/stages.yaml" \
    --server-address "127.0.0.1:$KWOK_PORT"
  kube apply -f "$ROOT/e2e/bench/objects.yaml" >/dev/null
  kube apply -f "$ROOT/crds/spinruns.spinrun.dev-v1.yml" >/dev/null
  wait_until 60 "the node's readiness" kube wait --for=condition=Ready node/bench --timeout=2s
}

start_store() {
  MINIO_ROOT_USER=bench-user MINIO_ROOT_PASSWORD=bench-secret MINIO_PROMETHEUS_AUTH_TYPE=public \
    run minio "$BIN/minio" server --quiet --address "127.0.0.1:$MINIO_PORT" "$STATE/minio"
  wait_until 30 "the store's start" curl -sf "http://127.0.0.1:$MINIO_PORT/minio/health/ready"
}

# heap SIZE: the flag for what more than 1,000 runs at work need, 1 MiB for every 20; the last flag counts
heap() {
  if [ "$1" -gt 1000 ]; then echo "-Xmx$((112 + ($1 - 1000) / 20))m"; fi
}

# start_operator SIZE: the packaged application with the flags of its image
start_operator() {
  local flags
  flags=$(sed -n 's/^ENV JAVA_OPTIONS="\(.*\)"$/\1/p' "$ROOT/operator/Dockerfile")
  [ -n "$flags" ] || fail "operator/Dockerfile sets no JAVA_OPTIONS"
  # shellcheck disable=SC2086
  MALLOC_ARENA_MAX=2 KUBECONFIG=$STATE/operator.kubeconfig QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=$OPERATOR_PORT \
    run operator java ${BENCH_JAVA_OPTIONS:-$flags $(heap "$1")} -jar "$ROOT/operator/target/quarkus-app/quarkus-run.jar"
  wait_until 60 "the operator's start" curl -sf "http://127.0.0.1:$OPERATOR_PORT/q/health/ready"
}
