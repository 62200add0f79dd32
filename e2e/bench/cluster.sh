# The operator's surroundings on loopback, without nodes, for bench.sh: a control plane, kwok and a MinIO. Nothing in it is to be
# the bottleneck. Sourced; needs lib.sh, control-plane.sh and the programs on PATH.
# shellcheck shell=bash disable=SC2034

BASE_PORT=${BENCH_BASE_PORT:-27000}
ETCD_PORT=$BASE_PORT
PEER_PORT=$((BASE_PORT + 1))
API_PORT=$((BASE_PORT + 2))
CONTROLLERS_PORT=$((BASE_PORT + 3))
SCHEDULER_PORT=$((BASE_PORT + 4))
KWOK_PORT=$((BASE_PORT + 5))
MINIO_PORT=$((BASE_PORT + 6))
OPERATOR_PORT=$((BASE_PORT + 7))

start_cluster() {
  # Programs in Go collect garbage less often than they would by default, as long as there is memory enough.
  export GOGC=400 GOMEMLIMIT=8GiB
  make_pki IP:127.0.0.1
  issue_user kwok /O=system:masters/CN=kwok
  # A token, as a pod has: with a certificate its client would read the kubeconfig again for each request.
  echo bench-token,spinrun-operator,operator >"$STATE/tokens.csv"
  kubeconfig operator "token: bench-token"
  kubectl --kubeconfig "$(kubeconfig_of operator)" config set-context default --namespace spinrun-system >/dev/null
  start_etcd --quota-backend-bytes 8589934592
  start_api_server --bind-address=127.0.0.1 --advertise-address=192.0.2.1 --endpoint-reconciler-type=none \
    --token-auth-file="$STATE/tokens.csv" --authorization-mode=AlwaysAllow --disable-admission-plugins=ServiceAccount --event-ttl=10m \
    --max-requests-inflight=2000 --max-mutating-requests-inflight=1000
  await_api_server
  start_controllers --kube-api-qps=5000 --kube-api-burst=10000 --concurrent-job-syncs=32 --concurrent-gc-syncs=32 \
    --controllers=job-controller,garbage-collector-controller,node-lifecycle-controller,namespace-controller
  start_scheduler --kube-api-qps=5000 --kube-api-burst=10000
  run kwok kwok --kubeconfig "$(kubeconfig_of kwok)" --manage-all-nodes=true --config "$ROOT/e2e/bench/stages.yaml" \
    --server-address "127.0.0.1:$KWOK_PORT"
  kube apply -f "$ROOT/e2e/bench/objects.yaml" >/dev/null
  kube apply -f "$ROOT/crds/spinruns.spinrun.dev-v1.yml" >/dev/null
  await_node bench
}

start_store() {
  MINIO_ROOT_USER=bench-user MINIO_ROOT_PASSWORD=bench-secret MINIO_PROMETHEUS_AUTH_TYPE=public \
    run minio minio server --quiet --address "127.0.0.1:$MINIO_PORT" "$STATE/minio"
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
  MALLOC_ARENA_MAX=2 KUBECONFIG=$(kubeconfig_of operator) QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=$OPERATOR_PORT \
    run operator java ${BENCH_JAVA_OPTIONS:-$flags $(heap "$1")} -jar "$ROOT/operator/target/quarkus-app/quarkus-run.jar"
  wait_until 60 "the operator's start" curl -sf "http://127.0.0.1:$OPERATOR_PORT/q/health/ready"
}
