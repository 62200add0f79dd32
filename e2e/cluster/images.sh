# Images that tests and demo stand on: pulled where a registry answers, else built. Sourced; needs lib.sh and docker.sh.
# Sets K3S, MINIO and JRE to image names, and TOXIPROXY if SPINRUN_FAULTS asks for it.
# shellcheck shell=bash

NODE_PACKAGES=containerd,runc,containernetworking-plugins,nftables,iptables,iproute2,conntrack,procps,openssl,mount,kmod
JRE_PACKAGES=openjdk-17-jre-headless,libgomp1,libstdc++6,libtcmalloc-minimal4,ca-certificates

image_exists() { docker image inspect "$1" >/dev/null 2>&1; }

# debian_image NAME PACKAGES: a Debian with these packages, made by mmdebstrap
debian_image() {
  image_exists "$1" && return 0
  local tar=$CACHE/images/${1//[:\/]/_}.tar
  if [ ! -s "$tar" ]; then
    packages mmdebstrap
    mkdir -p "$CACHE/images"
    say "building base image $1"
    mmdebstrap --quiet --variant=minbase --include="$2" --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' "$DEBIAN" "$tar.building.tar" >&2
    mv "$tar.building.tar" "$tar"
  fi
  docker import "$tar" "$1" >/dev/null
}

# build_from FOLDER NAME FILE...: docker build of a folder together with built files
build_from() {
  local folder=$1 name=$2 context
  shift 2
  context=$(mktemp -d)
  cp -r "$folder"/. "$context"
  while [ $# -gt 0 ]; do
    cp -r "$1" "$context/$2"
    shift 2
  done
  # The classic builder needs no component that a Docker engine may lack; its word on that goes to the log.
  DOCKER_BUILDKIT=0 docker build -q --build-arg BASE="${BASE:-}" -t "$name" "$context" >"$CACHE/build.log" 2>&1 ||
    fail "building $name failed: $(tail -n 3 "$CACHE/build.log")"
  rm -rf "$context"
}

k3s_image() {
  local kubernetes pause
  kubernetes=$("$HERE/build.sh" kubernetes)
  K3S=spinrun-dev/k3s:$KUBERNETES_VERSION-$(digest_of "$HERE"/node/* "$HERE/control-plane.sh")
  image_exists "$K3S" && return 0
  BASE=spinrun-dev/node-base:$DEBIAN
  debian_image "$BASE" "$NODE_PACKAGES"
  pause=$(mktemp -d)
  pause_image "$pause"
  say "building $K3S"
  build_from "$HERE/node" "$K3S" "$kubernetes" kubernetes "$pause" pause "$HERE/control-plane.sh" control-plane.sh
  rm -rf "$pause"
}

# pause_image FOLDER: writes pause.tar, the image that holds a pod's namespaces
pause_image() {
  mkdir -p "$1/root"
  (cd "$HERE/pause" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$1/root/pause" .)
  tar -C "$1/root" -c pause | docker import --change 'ENTRYPOINT ["/pause"]' --change 'USER 65535:65535' - spinrun-dev/pause:1 >/dev/null
  docker save spinrun-dev/pause:1 -o "$1/pause.tar"
  rm -rf "$1/root"
}

minio_image() {
  local minio
  minio=$("$HERE/build.sh" minio)
  MINIO=spinrun-dev/minio:${MINIO_MODULE##*-}
  image_exists "$MINIO" || build_from "$HERE/minio" "$MINIO" "$minio" minio
}

toxiproxy_image() {
  local toxiproxy
  toxiproxy=$("$HERE/build.sh" toxiproxy)
  TOXIPROXY=spinrun-dev/toxiproxy:${TOXIPROXY_MODULE##*@}
  image_exists "$TOXIPROXY" || build_from "$HERE/toxiproxy" "$TOXIPROXY" "$toxiproxy" toxiproxy
}

jre_image() {
  JRE=spinrun-dev/jre:17-$DEBIAN
  debian_image "$JRE" "$JRE_PACKAGES"
}

base_images() {
  if registry_answers; then
    K3S=$K3S_IMAGE MINIO=$MINIO_IMAGE TOXIPROXY=$TOXIPROXY_IMAGE JRE=$JRE_IMAGE
    # What goes into a node by `docker save` must be here first.
    image_exists "$MINIO" || docker pull --quiet "$MINIO" >/dev/null
    return 0
  fi
  on_debian_as_root || fail "no container registry answers, and the images can be built only as root on Debian or Ubuntu."
  k3s_image
  minio_image
  [ -z "${SPINRUN_FAULTS:-}" ] || toxiproxy_image
  jre_image
}
