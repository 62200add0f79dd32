#!/usr/bin/env bash
# build-images.sh: the images of operator and trainer from what Maven has packaged. Needs with-docker.sh around it.
set -euo pipefail
. "$(dirname "$0")/cluster/lib.sh"
. "$ROOT/e2e/cluster/images.sh"

# image NAME FOLDER PACKAGED: builds the image from what Maven has packaged
image() {
  [ -d "$ROOT/$2/$3" ] || fail "$2/$3 is missing: run mvn package first."
  build_image "$1" "$ROOT/$2" "${SPINRUN_JRE_IMAGE:-$JRE_IMAGE}"
  say "built $1"
}

image "${SPINRUN_OPERATOR_IMAGE:-spinrun/operator:dev}" operator target/quarkus-app
image "${SPINRUN_TRAINER_IMAGE:-spinrun/trainer:dev}" trainer-image target/image
