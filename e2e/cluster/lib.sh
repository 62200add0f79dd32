# What every script here needs: where things are cached, how to speak, how to fail.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=versions.sh
. "$ROOT/e2e/cluster/versions.sh"
CACHE=${SPINRUN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spinrun}
mkdir -p "$CACHE"

say() { printf '== %s\n' "$*" >&2; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# have COMMAND...: are all of them installed?
have() {
  local c
  for c in "$@"; do command -v "$c" >/dev/null || return 1; done
}

# on_debian_as_root: may we install packages?
on_debian_as_root() { [ "$(id -u)" = 0 ] && have apt-get; }

# packages NAME...: install Debian packages that are missing
packages() {
  local missing=() p
  for p in "$@"; do dpkg -s "$p" >/dev/null 2>&1 || missing+=("$p"); done
  [ ${#missing[@]} = 0 ] && return 0
  on_debian_as_root || fail "these packages are missing: ${missing[*]}. Install them, or run this as root on Debian or Ubuntu."
  say "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# digest_of FILE...: short digest of the files' content, for cache keys
digest_of() { cat "$@" | sha256sum | cut -c1-12; }
