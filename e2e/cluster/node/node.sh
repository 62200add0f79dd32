#!/bin/bash
# Entry point: starts every program of a one-node Kubernetes, and stops them all on SIGTERM or when one of them ends.
# "server" and k3s' --tls-san, --kube-apiserver-arg=… and --kube-controller-manager-arg=… are understood; k3s' other options are
# accepted, since nothing here corresponds to them.
set -uo pipefail
export PATH=/opt/kubernetes:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

if [ "${1:-server}" = kubectl ]; then
  shift
  exec kubectl --kubeconfig /etc/rancher/k3s/k3s.yaml "$@"
fi

SANS=
API_OPTIONS=()
CONTROLLER_OPTIONS=()
while [ $# -gt 0 ]; do
  name=
  case $1 in
    --kube-apiserver-arg=*) API_OPTIONS+=("--${1#*=}") ;;
    --kube-controller-manager-arg=*) CONTROLLER_OPTIONS+=("--${1#*=}") ;;
    --tls-san=*) name=${1#*=} ;;
    --tls-san)
      name=${2:-}
      shift
      ;;
  esac
  case $name in
    "") ;;
    *[!0-9.]*) SANS=$SANS,DNS:$name ;;
    *) SANS=$SANS,IP:$name ;;
  esac
  shift
done

STATE=/var/lib/rancher/k3s/node
PKI=$STATE/pki
SOCKET=/run/containerd/containerd.sock
NODE=$(hostname)
IP=$(ip -4 -o addr show eth0 | awk '{print $4}' | cut -d/ -f1)
POD_CIDR=10.42.0.0/24
SERVICE_CIDR=10.43.0.0/16
SERVICE_IP=10.43.0.1
CGROUP=/spinrun-$NODE
ETCD=http://127.0.0.1:2379
API=https://127.0.0.1:6443
mkdir -p "$STATE/log"
. /opt/kubernetes/pki.sh
. /opt/kubernetes/config.sh

children=()
start() { # start NAME PROGRAM ARGUMENT...
  local name=$1
  shift
  "$@" >>"$STATE/log/$name.log" 2>&1 &
  children+=($!)
}

# again PROGRAM ARGUMENT...: starts the program anew whenever it ends
again() {
  local child
  trap 'kill "$child"; wait "$child"; exit' TERM
  while true; do
    "$@" &
    child=$!
    wait "$child"
    sleep 0.5
  done
}

stop() {
  trap - TERM INT EXIT
  ctr -a "$SOCKET" -n k8s.io tasks ls -q 2>/dev/null | while read -r task; do
    ctr -a "$SOCKET" -n k8s.io tasks kill -s KILL "$task" >/dev/null 2>&1
  done
  kill "${children[@]}" 2>/dev/null
  wait "${children[@]}" 2>/dev/null
  for controller in /sys/fs/cgroup/*"$CGROUP" /sys/fs/cgroup"$CGROUP"; do
    [ -d "$controller" ] && find "$controller" -depth -type d -exec rmdir {} + 2>/dev/null
  done
  exit "${1:-0}"
}
trap 'stop 0' TERM INT

die() {
  echo "error: $*"
  tail -n 8 "$STATE"/log/*.log
  stop 1
}

until_true() { # until_true SECONDS WHAT COMMAND...
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || die "$what did not happen in time"
    sleep 0.1
  done
}

mount --make-rshared / 2>/dev/null
sysctl -qw net.ipv4.ip_forward=1 2>/dev/null
# A Docker engine on the host drops what it does not know.
iptables -w -P FORWARD ACCEPT
for controller in /sys/fs/cgroup/*/; do
  [ -e "$controller/cgroup.procs" ] && mkdir -p "$controller$CGROUP"
done

make_pki
write_config
kubeconfig admin "$API" >"$STATE/admin.kubeconfig"
for user in controllers scheduler proxy dns kubelet; do
  kubeconfig $user "$API" >"$STATE/conf/$user.kubeconfig"
done

start etcd etcd --data-dir "$STATE/etcd" --listen-client-urls $ETCD --advertise-client-urls $ETCD --unsafe-no-fsync --log-level warn
start containerd containerd --config "$STATE/conf/containerd.toml"
# Tests kill the API server, as an upgrade of a control plane does.
start apiserver again kube-apiserver --etcd-servers=$ETCD --bind-address=0.0.0.0 --secure-port=6443 --advertise-address="$IP" \
  --tls-cert-file=$PKI/apiserver.crt --tls-private-key-file=$PKI/apiserver.key --client-ca-file=$PKI/ca.crt --cert-dir=$PKI/tmp \
  --kubelet-client-certificate=$PKI/admin.crt --kubelet-client-key=$PKI/admin.key --kubelet-preferred-address-types=InternalIP \
  --service-account-issuer=https://kubernetes.default.svc.cluster.local --service-account-key-file=$PKI/sa.pub \
  --service-account-signing-key-file=$PKI/sa.key --service-cluster-ip-range=$SERVICE_CIDR --authorization-mode=Node,RBAC \
  --allow-privileged=true "${API_OPTIONS[@]}"
until_true 20 "containerd" ctr -a $SOCKET version
until_true 20 "the pause image" ctr -a $SOCKET -n k8s.io images import /opt/kubernetes/pause/pause.tar
until_true 90 "the API server" kubectl --kubeconfig "$STATE/admin.kubeconfig" get --raw /readyz
start controllers kube-controller-manager --kubeconfig="$STATE/conf/controllers.kubeconfig" --leader-elect=false \
  --authentication-kubeconfig="$STATE/conf/controllers.kubeconfig" --authorization-kubeconfig="$STATE/conf/controllers.kubeconfig" \
  --bind-address=127.0.0.1 --use-service-account-credentials=true \
  --root-ca-file=$PKI/ca.crt --service-account-private-key-file=$PKI/sa.key --cluster-signing-cert-file=$PKI/ca.crt \
  --cluster-signing-key-file=$PKI/ca.key --cluster-cidr=$POD_CIDR --service-cluster-ip-range=$SERVICE_CIDR --cert-dir=$PKI/tmp \
  "${CONTROLLER_OPTIONS[@]}"
start scheduler kube-scheduler --kubeconfig="$STATE/conf/scheduler.kubeconfig" --leader-elect=false --bind-address=127.0.0.1 \
  --authentication-kubeconfig="$STATE/conf/scheduler.kubeconfig" --authorization-kubeconfig="$STATE/conf/scheduler.kubeconfig" --cert-dir=$PKI/tmp
start kubelet kubelet --config="$STATE/conf/kubelet.yaml" --kubeconfig="$STATE/conf/kubelet.kubeconfig" --cert-dir=$PKI/tmp \
  --hostname-override="$NODE" --node-ip="$IP"
start proxy kube-proxy --config="$STATE/conf/proxy.yaml"
start dns coredns -conf "$STATE/conf/Corefile"

kube() { kubectl --kubeconfig "$STATE/admin.kubeconfig" "$@"; }
until_true 90 "the node" kube wait --for=condition=Ready "node/$NODE" --timeout=2s
until_true 60 "the default service account" kube -n default get serviceaccount default
until_true 60 "the removal of the node's taints" sh -c "! kubectl --kubeconfig $STATE/admin.kubeconfig get node $NODE -o 'jsonpath={.spec.taints}' | grep -q ."
cp "$STATE/admin.kubeconfig" /etc/rancher/k3s/k3s.yaml
# The line that Testcontainers waits for.
echo "Node controller sync successful"

wait -n "${children[@]}"
die "a program of the node ended"
