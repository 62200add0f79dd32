#!/usr/bin/env bash
# release-notes.sh [VERSION]: prints the section of CHANGELOG.md for a version, without its heading. Default: the first section.
# A heading is "## 0.1.0" or "## 0.1.0 (2026-12-01)".
set -euo pipefail

changelog=$(dirname "$0")/../CHANGELOG.md
version=${1:-}
version=${version#v}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

[ -r "$changelog" ] || fail "CHANGELOG.md is missing."

# awk exits with 3 if there is no such section.
notes=$(awk -v version="$version" '
  /^## / {
    if (found) exit
    found = version == "" || $2 == version
    next
  }
  found && (printed || NF) {
    print
    printed = 1
  }
  END { if (!found) exit 3 }
' "$changelog") || {
  [ $? = 3 ] || fail "CHANGELOG.md cannot be read."
  [ -n "$version" ] || fail "CHANGELOG.md has no section. Add a heading such as '## 0.1.0'."
  fail "CHANGELOG.md has no section for $version. Add the heading '## $version' and describe what changed."
}
grep -q '^[^#[:space:]]' <<<"$notes" || fail "The section${version:+ for $version} in CHANGELOG.md is empty. Describe what changed."
printf '%s\n' "$notes"
