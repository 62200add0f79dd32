# Certificates of the one-node cluster. Sourced by node.sh; needs $PKI, $NODE, $IP, $SERVICE_IP, $SANS.
# shellcheck shell=bash

ELLIPTIC="ec -pkeyopt ec_paramgen_curve:prime256v1"

# issue NAME SUBJECT [ALTERNATIVE_NAMES] [KEY_ALGORITHM]
issue() {
  local extensions="keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth"
  [ -z "${3:-}" ] || extensions="$extensions
subjectAltName=$3"
  # shellcheck disable=SC2086
  openssl req -new -newkey ${4:-$ELLIPTIC} -nodes -keyout "$PKI/$1.key" -subj "$2" 2>/dev/null |
    openssl x509 -req -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 365 -extfile <(echo "$extensions") -out "$PKI/$1.crt" 2>/dev/null
}

make_pki() {
  mkdir -p "$PKI"
  # shellcheck disable=SC2086
  openssl req -x509 -newkey $ELLIPTIC -nodes -keyout "$PKI/ca.key" -out "$PKI/ca.crt" -subj /CN=spinrun-e2e -days 365 2>/dev/null
  openssl genrsa -out "$PKI/sa.key" 2048 2>/dev/null
  openssl rsa -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2>/dev/null
  issue apiserver /CN=kube-apiserver "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,DNS:$NODE,IP:127.0.0.1,IP:$IP,IP:$SERVICE_IP$SANS"
  # Java clients read RSA keys of every encoding, elliptic ones only of some.
  issue admin /O=system:masters/CN=admin "" rsa:2048
  issue controllers /CN=system:kube-controller-manager
  issue scheduler /CN=system:kube-scheduler
  issue proxy /CN=system:kube-proxy
  issue dns /O=system:masters/CN=coredns
  issue kubelet "/O=system:nodes/CN=system:node:$NODE" "DNS:$NODE,IP:$IP"
}

# kubeconfig CERTIFICATE SERVER > FILE
kubeconfig() {
  cat <<Y
apiVersion: v1
kind: Config
clusters: [{name: default, cluster: {server: "$2", certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")}}]
users: [{name: default, user: {client-certificate-data: $(base64 -w0 "$PKI/$1.crt"), client-key-data: $(base64 -w0 "$PKI/$1.key")}}]
contexts: [{name: default, context: {cluster: default, user: default}}]
current-context: default
Y
}
