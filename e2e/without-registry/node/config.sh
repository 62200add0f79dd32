# Configuration files of what the node runs beside its control plane. Sourced by node.sh; needs $STATE, $PKI, $NODE, $IP, $POD_CIDR,
# $SOCKET, $CGROUP.
# shellcheck shell=bash

write_config() {
  mkdir -p "$STATE"/conf "$STATE"/cni "$STATE"/pods "$STATE"/plugins
  cat >"$STATE/conf/containerd.toml" <<Y
version = 2
root = "$STATE/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.internal.v1.opt"]
[grpc]
  address = "$SOCKET"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/spinrun-dev/pause:1"
  # Without CAP_SYS_RESOURCE no process may lower its own oom_score_adj, and every sandbox would die trying.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$STATE/cni"
Y
  cat >"$STATE/cni/10-bridge.conflist" <<Y
{"cniVersion": "0.4.0", "name": "bridge", "plugins": [
 {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "$POD_CIDR"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
 {"type": "portmap", "capabilities": {"portMappings": true}}]}
Y
  echo "nameserver 127.0.0.1" >"$STATE/conf/resolv.conf"
  cat >"$STATE/conf/kubelet.yaml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $PKI/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $PKI/kubelet.crt
tlsPrivateKeyFile: $PKI/kubelet.key
cgroupDriver: cgroupfs
cgroupRoot: "$CGROUP"
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix://$SOCKET
clusterDNS: [$IP]
clusterDomain: cluster.local
resolvConf: $STATE/conf/resolv.conf
# Images are imported, not pulled: garbage collection would lose them for good.
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 200Mi, nodefs.available: 200Mi, imagefs.available: 200Mi}
podLogsDir: $STATE/pods
volumePluginDir: $STATE/plugins
makeIPTablesUtilChains: false
Y
  cat >"$STATE/conf/proxy.yaml" <<Y
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
hostnameOverride: $NODE
clusterCIDR: $POD_CIDR
conntrack: {maxPerCore: 0, min: 0}
clientConnection: {kubeconfig: $STATE/conf/proxy.kubeconfig}
Y
  cat >"$STATE/conf/Corefile" <<Y
cluster.local:53 in-addr.arpa:53 {
    bind $IP
    errors
    kubernetes cluster.local in-addr.arpa {
        kubeconfig $STATE/conf/dns.kubeconfig default
        ttl 5
        pods insecure
    }
}
.:53 {
    bind $IP
    template ANY ANY {
        rcode NXDOMAIN
    }
}
Y
}
