# Builds the images that tests and demo stand on, and sets the variables that cluster/images.sh promises. Sourced by it; needs its
# functions.
# shellcheck shell=bash disable=SC2034

KIT=$ROOT/e2e/without-registry

NODE_PACKAGES=containerd,runc,containernetworking-plugins,nftables,iptables,iproute2,conntrack,procps,openssl,mount,kmod
JRE_PACKAGES=openjdk-17-jre-headless,libgomp1,libstdc++6,libtcmalloc-minimal4,ca-certificates

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

# build_from FOLDER NAME BASE [FILE AS]...: builds the image of a folder together with built files
build_from() {
  local folder=$1 name=$2 base=$3 context
  shift 3
  context=$(mktemp -d)
  cp -r "$folder"/. "$context"
  while [ $# -gt 0 ]; do
    cp -r "$1" "$context/$2"
    shift 2
  done
  build_image "$name" "$context" "$base"
  rm -rf "$context"
}

k3s_image() {
  local kubernetes pause base=spinrun-dev/node-base:$DEBIAN control_plane=$ROOT/e2e/cluster/control-plane.sh
  kubernetes=$("$KIT/build.sh" kubernetes)
  K3S=spinrun-dev/k3s:$KUBERNETES_VERSION-$(digest_of "$KIT"/node/* "$control_plane")
  image_exists "$K3S" && return 0
  debian_image "$base" "$NODE_PACKAGES"
  pause=$(mktemp -d)
  pause_image "$pause"
  say "building $K3S"
  build_from "$KIT/node" "$K3S" "$base" "$kubernetes" kubernetes "$pause" pause "$control_plane" control-plane.sh
  rm -rf "$pause"
}

# pause_image FOLDER: writes pause.tar, the image that holds a pod's namespaces
pause_image() {
  mkdir -p "$1/root"
  (cd "$KIT/pause" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$1/root/pause" .)
  tar -C "$1/root" -c pause | docker import --change 'ENTRYPOINT ["/pause"]' --change 'USER 65535:65535' - spinrun-dev/pause:1 >/dev/null
  docker save spinrun-dev/pause:1 -o "$1/pause.tar"
  rm -rf "$1/root"
}

minio_image() {
  local minio
  minio=$("$KIT/build.sh" minio)
  MINIO=spinrun-dev/minio:${MINIO_MODULE##*-}
  image_exists "$MINIO" || build_from "$KIT/minio" "$MINIO" scratch "$minio" minio
}

toxiproxy_image() {
  local toxiproxy
  toxiproxy=$("$KIT/build.sh" toxiproxy)
  TOXIPROXY=spinrun-dev/toxiproxy:${TOXIPROXY_MODULE##*@}
  image_exists "$TOXIPROXY" || build_from "$KIT/toxiproxy" "$TOXIPROXY" scratch "$toxiproxy" toxiproxy
}

jre_image() {
  JRE=spinrun-dev/jre:17-$DEBIAN
  debian_image "$JRE" "$JRE_PACKAGES"
}
