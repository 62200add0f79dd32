#!/usr/bin/env bash
# build-images.sh: the images of operator and trainer from what Maven has packaged. Needs with-docker.sh around it.
set -euo pipefail
. "$(dirname "$0")/cluster/lib.sh"
. "$HERE/docker.sh"

# image NAME FOLDER PACKAGED: builds the image from what Maven has packaged
image() {
  [ -d "$ROOT/$2/$3" ] || fail "$2/$3 is missing: run mvn package first."
  DOCKER_BUILDKIT=0 docker build -q --build-arg BASE="${SPINRUN_JRE_IMAGE:-$JRE_IMAGE}" -t "$1" "$ROOT/$2" >"$CACHE/build.log" 2>&1 ||
    fail "building $1 failed: $(tail -n 3 "$CACHE/build.log")"
  say "built $1"
}

image "${SPINRUN_OPERATOR_IMAGE:-spinrun/operator:dev}" operator target/quarkus-app
image "${SPINRUN_TRAINER_IMAGE:-spinrun/trainer:dev}" trainer-image target/image
