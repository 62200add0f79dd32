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
SOCKET=/run/containerd/containerd.sock
NODE=$(hostname)
IP=$(ip -4 -o addr show eth0 | awk '{print $4}' | cut -d/ -f1)
POD_CIDR=10.42.0.0/24
SERVICE_IP=10.43.0.1 # the first of SERVICE_CIDR
CGROUP=/spinrun-$NODE
. /opt/kubernetes/control-plane.sh
. /opt/kubernetes/config.sh

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
  stop_all
  for controller in /sys/fs/cgroup/*"$CGROUP" /sys/fs/cgroup"$CGROUP"; do
    [ -d "$controller" ] && find "$controller" -depth -type d -exec rmdir {} + 2>/dev/null
  done
  exit "${1:-0}"
}
trap 'stop 0' TERM INT

fail() {
  echo "error: $*"
  tail -n 8 "$STATE"/log/*.log
  stop 1
}

mount --make-rshared / 2>/dev/null
sysctl -qw net.ipv4.ip_forward=1 2>/dev/null
# A Docker engine on the host drops what it does not know.
iptables -w -P FORWARD ACCEPT
for controller in /sys/fs/cgroup/*/; do
  [ -e "$controller/cgroup.procs" ] && mkdir -p "$controller$CGROUP"
done

make_pki "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,DNS:$NODE,IP:127.0.0.1,IP:$IP,IP:$SERVICE_IP$SANS"
issue kubelet "/O=system:nodes/CN=system:node:$NODE" "DNS:$NODE,IP:$IP"
kubeconfig kubelet
issue_user proxy /CN=system:kube-proxy
issue_user dns /O=system:masters/CN=coredns
write_config

start_etcd
run containerd containerd --config "$STATE/conf/containerd.toml"
# Tests kill the API server, as an upgrade of a control plane does.
# shellcheck disable=SC2034
API_SERVER=(again kube-apiserver)
start_api_server --bind-address=0.0.0.0 --advertise-address="$IP" --kubelet-client-certificate="$PKI/admin.crt" \
  --kubelet-client-key="$PKI/admin.key" --kubelet-preferred-address-types=InternalIP --authorization-mode=Node,RBAC \
  --allow-privileged=true "${API_OPTIONS[@]}"
wait_until 20 "containerd's start" ctr -a $SOCKET version
wait_until 20 "the import of the pause image" ctr -a $SOCKET -n k8s.io images import /opt/kubernetes/pause/pause.tar
await_api_server
start_controllers --use-service-account-credentials=true --root-ca-file="$PKI/ca.crt" --service-account-private-key-file="$PKI/sa.key" \
  --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" --cluster-cidr=$POD_CIDR \
  --service-cluster-ip-range="$SERVICE_CIDR" "${CONTROLLER_OPTIONS[@]}"
start_scheduler
run kubelet kubelet --config="$STATE/conf/kubelet.yaml" --kubeconfig="$(kubeconfig_of kubelet)" --cert-dir="$PKI/tmp" \
  --hostname-override="$NODE" --node-ip="$IP"
run proxy kube-proxy --config="$STATE/conf/proxy.yaml"
run dns coredns -conf "$STATE/conf/Corefile"

await_node "$NODE"
wait_until 60 "the creation of the default service account" kube -n default get serviceaccount default
no_taints() { ! kube get node "$NODE" -o 'jsonpath={.spec.taints}' | grep -q .; }
wait_until 60 "the removal of the node's taints" no_taints
cp "$(kubeconfig_of admin)" /etc/rancher/k3s/k3s.yaml
# The line that Testcontainers waits for.
echo "Node controller sync successful"

wait -n "${PIDS[@]#*=}"
fail "a program of the node ended"
