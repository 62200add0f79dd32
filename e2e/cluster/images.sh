# Images that tests and demo stand on: pulled where a registry answers, else built by the kit of e2e/without-registry. Sourced;
# needs lib.sh.
# shellcheck shell=bash disable=SC2034

. "$ROOT/e2e/without-registry/images.sh"

image_exists() { docker image inspect "$1" >/dev/null 2>&1; }

# build_image NAME FOLDER BASE: docker build of a folder whose Dockerfile stands on this base
build_image() {
  # The classic builder needs no component that a Docker engine may lack; its word on that goes to the log.
  DOCKER_BUILDKIT=0 docker build -q --build-arg BASE="$3" -t "$1" "$2" >"$CACHE/build.log" 2>&1 ||
    fail "building $1 failed: $(tail -n 3 "$CACHE/build.log")"
}

# registry_answers: can images be pulled from Docker Hub?
registry_answers() {
  [ "${SPINRUN_NO_REGISTRY:-}" = "" ] || return 1
  case $(curl -s -o /dev/null -m 5 -w '%{http_code}' https://registry-1.docker.io/v2/ || true) in 200 | 401) return 0 ;; esac
  return 1
}

# base_images: sets K3S, MINIO and JRE to image names, and TOXIPROXY if SPINRUN_FAULTS asks for it
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
