#!/usr/bin/env bash
# Finds a Docker engine or starts one. Sourced; sets DOCKER_HOST, and STARTED_DOCKER if it was started here.
# shellcheck shell=bash

DOCKERD_DIR=${SPINRUN_DOCKERD_DIR:-/var/tmp/spinrun-dockerd}
# Two engines on one machine need two folders and two networks: 172.31.<this>.0/24, on a bridge of that name.
DOCKERD_NETWORK=${SPINRUN_DOCKERD_NETWORK:-76}

docker_up() {
  if have docker && docker version >/dev/null 2>&1; then return 0; fi
  on_debian_as_root || fail "no Docker engine answers. Start one (or set DOCKER_HOST), or run this as root on Debian or Ubuntu, where it is installed and started."
  packages docker.io containerd runc iptables iproute2 procps
  export DOCKER_HOST=unix://$DOCKERD_DIR/docker.sock
  if docker version >/dev/null 2>&1; then return 0; fi
  say "starting a Docker engine on a private socket ($DOCKERD_DIR)"
  mkdir -p "$DOCKERD_DIR"
  rm -f "$DOCKERD_DIR/dockerd.pid"
  ip link show "spinrun$DOCKERD_NETWORK" >/dev/null 2>&1 || ip link add "spinrun$DOCKERD_NETWORK" type bridge
  ip addr replace "172.31.$DOCKERD_NETWORK.1/24" dev "spinrun$DOCKERD_NETWORK"
  ip link set "spinrun$DOCKERD_NETWORK" up
  # An engine of our own: published ports on loopback only, and a runc that works where root lacks CAP_SYS_RESOURCE.
  setsid dockerd --data-root "$DOCKERD_DIR/data" --exec-root "$DOCKERD_DIR/exec" --pidfile "$DOCKERD_DIR/dockerd.pid" \
    -H "$DOCKER_HOST" --ip 127.0.0.1 --bridge "spinrun$DOCKERD_NETWORK" --oom-score-adjust 0 \
    --add-runtime spinrun="$ROOT/e2e/without-registry/runc.sh" --default-runtime spinrun --storage-driver overlay2 \
    >"$DOCKERD_DIR/dockerd.log" 2>&1 </dev/null &
  STARTED_DOCKER=1
  for _ in $(seq 150); do
    docker version >/dev/null 2>&1 && return 0
    sleep 0.2
  done
  tail -n 5 "$DOCKERD_DIR/dockerd.log" >&2
  fail "the Docker engine did not start; its log is $DOCKERD_DIR/dockerd.log"
}

# docker_down: stops the engine if, and only if, docker_up started it
docker_down() {
  [ "${STARTED_DOCKER:-}" = 1 ] || return 0
  STARTED_DOCKER=
  local pid
  pid=$(cat "$DOCKERD_DIR/dockerd.pid" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 100); do
    case $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d' ' -f1) in "" | Z | X) break ;; esac
    sleep 0.2
  done
  ip link delete "spinrun$DOCKERD_NETWORK" 2>/dev/null || true
}
