#!/usr/bin/env bash
# build.sh PROGRAM...: builds kubernetes, kubectl, helm, minio, versitygw, toxiproxy or kwok from the Go module proxy into the cache and prints each path.
set -euo pipefail
. "$(dirname "$0")/../cluster/lib.sh"

SOURCES=$ROOT/e2e/without-registry/kubernetes
GO_NEEDED=$(sed -n 's/^go //p' "$SOURCES/go.mod")
export CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-buildvcs=false

need_go() {
  have go || fail "no container registry answers and Go is not installed, so the cluster can neither be pulled nor built. Install Go $GO_NEEDED or newer."
  local v
  v=$(go env GOVERSION | sed 's/^go//')
  [ "$(printf '%s\n' "$GO_NEEDED" "$v" | sort -V | head -n 1)" = "$GO_NEEDED" ] || fail "Go $v is too old: install Go $GO_NEEDED or newer."
}

# build NAME VERSION COMMAND...: runs the command, which writes $OUT, unless the cache has it
build() {
  local name=$1 version=$2
  OUT=$CACHE/bin/$name-$version
  shift 2
  if [ ! -x "$OUT" ]; then
    need_go
    mkdir -p "$CACHE/bin"
    say "building $name $version from source (once; minutes)"
    local final=$OUT
    OUT=$final.building
    "$@"
    mv "$OUT" "$final"
    OUT=$final
  fi
  printf '%s\n' "$OUT"
}

# kubernetes PACKAGE
kubernetes() {
  local flags="-s -w" pkg set
  for pkg in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    for set in "gitVersion=v$KUBERNETES_VERSION" gitMajor=1 gitMinor="$(echo "$KUBERNETES_VERSION" | cut -d. -f2)" gitTreeState=clean; do
      flags="$flags -X $pkg.$set"
    done
  done
  (cd "$SOURCES" && go build -mod=readonly -trimpath -ldflags "$flags" -o "$OUT" "$1")
}

# install MODULE@VERSION PROGRAM [LDFLAGS]
install() {
  local into
  into=$(mktemp -d "$CACHE/bin/install.XXXXXX")
  GOBIN=$into go install -trimpath -ldflags "-s -w ${3:-}" "$1"
  mv "$into/$2" "$OUT"
  rmdir "$into"
}

for program in "$@"; do
  case $program in
    kubernetes) build kubernetes "$KUBERNETES_VERSION-$(digest_of "$SOURCES/main.go" "$SOURCES/go.sum")" kubernetes . ;;
    kubectl) build kubectl "$KUBERNETES_VERSION-$(digest_of "$SOURCES/kubectl/main.go" "$SOURCES/go.sum")" kubernetes ./kubectl ;;
    helm) build helm "${HELM_MODULE##*@}" install "$HELM_MODULE" helm ;;
    minio)
      release=RELEASE.${MINIO_RELEASE//:/-}
      build minio "$release" install "$MINIO_MODULE" minio "-X github.com/minio/minio/cmd.Version=$MINIO_RELEASE -X github.com/minio/minio/cmd.ReleaseTag=$release"
      ;;
    versitygw) build versitygw "${VERSITYGW_MODULE##*@}" install "$VERSITYGW_MODULE" versitygw ;;
    toxiproxy) build toxiproxy "${TOXIPROXY_MODULE##*@}" install "$TOXIPROXY_MODULE" server ;;
    kwok) build kwok "${KWOK_MODULE##*@}" install "$KWOK_MODULE" kwok ;;
    *) fail "build.sh knows no '$program'" ;;
  esac
done
