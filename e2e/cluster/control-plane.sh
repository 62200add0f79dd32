# A control plane of Kubernetes: its keys, kubeconfigs, etcd, API server, controllers and scheduler. Sourced by the node of tests
# and demo and by the benchmark of the operator, which add the options that are theirs alone. Needs the programs on PATH, openssl, a
# folder $STATE, and fail MESSAGE, which ends the caller. A caller may set other ports before it starts anything.
# shellcheck shell=bash

ETCD_PORT=2379
PEER_PORT=2380
API_PORT=6443
CONTROLLERS_PORT=10257
SCHEDULER_PORT=10259
SERVICE_CIDR=10.43.0.0/16
# What starts the API server: a caller may put a command in front that brings it back.
API_SERVER=(kube-apiserver)
PIDS=() # "name=pid" of each program, in the order in which they were started

ELLIPTIC="ec -pkeyopt ec_paramgen_curve:prime256v1"
# Java clients read RSA keys of every encoding, elliptic ones only of some.
RSA=rsa:2048

# run NAME PROGRAM ARGUMENT...: starts a program, with a log of this name
run() {
  local name=$1
  shift
  mkdir -p "$STATE/log"
  "$@" >>"$STATE/log/$name.log" 2>&1 &
  PIDS+=("$name=$!")
}

# stop_all: ends what run has started, last first: an API server whose etcd is gone takes 20 s to end
stop_all() {
  local i pid
  for ((i = ${#PIDS[@]} - 1; i >= 0; i--)); do
    pid=${PIDS[i]#*=}
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  PIDS=()
}

# wait_until SECONDS WHAT COMMAND...
wait_until() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || fail "$what did not happen in time"
    sleep 0.1
  done
}

# issue NAME SUBJECT [ALTERNATIVE_NAMES] [KEY_ALGORITHM]: a key, and a certificate for server and client
issue() {
  local extensions="keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth"
  [ -z "${3:-}" ] || extensions="$extensions
subjectAltName=$3"
  # shellcheck disable=SC2086
  openssl req -new -newkey ${4:-$ELLIPTIC} -nodes -keyout "$PKI/$1.key" -subj "$2" 2>/dev/null |
    openssl x509 -req -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 365 -extfile <(echo "$extensions") -out "$PKI/$1.crt" 2>/dev/null
}

# issue_user NAME SUBJECT [KEY_ALGORITHM]: a certificate, and the kubeconfig with it
issue_user() {
  issue "$1" "$2" "" "${3:-$ELLIPTIC}"
  kubeconfig "$1"
}

# make_pki API_SERVER_NAMES: sets $PKI, a folder with the authority and the keys of the programs here; writes their kubeconfigs
make_pki() {
  PKI=$STATE/pki
  mkdir -p "$PKI"
  # shellcheck disable=SC2086
  openssl req -x509 -newkey $ELLIPTIC -nodes -keyout "$PKI/ca.key" -out "$PKI/ca.crt" -subj /CN=spinrun-e2e -days 365 2>/dev/null
  openssl genrsa -out "$PKI/sa.key" 2048 2>/dev/null
  openssl rsa -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2>/dev/null
  issue apiserver /CN=kube-apiserver "$1"
  issue_user admin /O=system:masters/CN=admin "$RSA"
  issue_user controllers /CN=system:kube-controller-manager
  issue_user scheduler /CN=system:kube-scheduler
}

# kubeconfig_of USER: prints the path
kubeconfig_of() { printf '%s\n' "$STATE/conf/$1.kubeconfig"; }

# kubeconfig USER [CREDENTIALS]: writes what a client needs, by default with the user's certificate
kubeconfig() {
  local credentials=${2:-"client-certificate-data: $(base64 -w0 "$PKI/$1.crt"), client-key-data: $(base64 -w0 "$PKI/$1.key")"}
  mkdir -p "$STATE/conf"
  cat >"$(kubeconfig_of "$1")" <<Y
apiVersion: v1
kind: Config
clusters: [{name: default, cluster: {server: "https://127.0.0.1:$API_PORT", certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")}}]
users: [{name: default, user: {$credentials}}]
contexts: [{name: default, context: {cluster: default, user: default}}]
current-context: default
Y
}

kube() { kubectl --kubeconfig "$(kubeconfig_of admin)" "$@"; }

# start_etcd OPTION...
start_etcd() {
  local clients=http://127.0.0.1:$ETCD_PORT peers=http://127.0.0.1:$PEER_PORT
  run etcd etcd --data-dir "$STATE/etcd" --listen-client-urls "$clients" --advertise-client-urls "$clients" \
    --listen-peer-urls "$peers" --initial-advertise-peer-urls "$peers" --initial-cluster "default=$peers" \
    --unsafe-no-fsync --log-level warn "$@"
}

# start_api_server OPTION...
start_api_server() {
  run apiserver "${API_SERVER[@]}" --etcd-servers="http://127.0.0.1:$ETCD_PORT" --secure-port="$API_PORT" --cert-dir="$PKI/tmp" \
    --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" --client-ca-file="$PKI/ca.crt" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local --service-account-key-file="$PKI/sa.pub" \
    --service-account-signing-key-file="$PKI/sa.key" --service-cluster-ip-range=$SERVICE_CIDR "$@"
}

await_api_server() { wait_until 90 "the API server's start" kube get --raw /readyz; }

# on_loopback USER PORT: options of a program that asks the API server and is asked by nobody else
on_loopback() {
  local kubeconfig
  kubeconfig=$(kubeconfig_of "$1")
  printf '%s\n' --kubeconfig="$kubeconfig" --authentication-kubeconfig="$kubeconfig" --authorization-kubeconfig="$kubeconfig" \
    --leader-elect=false --bind-address=127.0.0.1 --secure-port="$2" --cert-dir="$PKI/tmp"
}

# start_controllers OPTION...
start_controllers() {
  local options
  mapfile -t options < <(on_loopback controllers "$CONTROLLERS_PORT")
  run controllers kube-controller-manager "${options[@]}" "$@"
}

# start_scheduler OPTION...
start_scheduler() {
  local options
  mapfile -t options < <(on_loopback scheduler "$SCHEDULER_PORT")
  run scheduler kube-scheduler "${options[@]}" "$@"
}

# await_node NAME
await_node() { wait_until 90 "the node's readiness" kube wait --for=condition=Ready "node/$1" --timeout=2s; }
