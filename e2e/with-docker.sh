#!/usr/bin/env bash
# with-docker.sh COMMAND...: runs the command with a Docker engine and the images that tests and demo stand on, then stops
# what it started. SPINRUN_FAULTS=1 brings Toxiproxy too. Says what it does; ends with one sentence when something is missing.
set -euo pipefail
. "$(dirname "$0")/cluster/lib.sh"
. "$ROOT/e2e/without-registry/docker.sh"
. "$ROOT/e2e/cluster/images.sh"

have curl git java || fail "curl, git and a JDK 17 or newer are needed. Install them."

down() {
  # A killed node leaves its empty control groups behind.
  local group
  for group in /sys/fs/cgroup/*/spinrun-* /sys/fs/cgroup/spinrun-*; do
    [ -d "$group" ] && find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
  docker_down
}
trap down EXIT

docker_up
base_images
export SPINRUN_K3S_IMAGE=$K3S SPINRUN_MINIO_IMAGE=$MINIO SPINRUN_TOXIPROXY_IMAGE=${TOXIPROXY:-} SPINRUN_JRE_IMAGE=$JRE
# Testcontainers' reaper is one more image; every container here is closed by the test that started it.
export TESTCONTAINERS_RYUK_DISABLED=true
if [ -n "${STARTED_DOCKER:-}" ] || [[ ${DOCKER_HOST:-} == *spinrun-dockerd* ]]; then
  export TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1 TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=$JRE
fi
"$@"
