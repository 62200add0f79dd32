#!/usr/bin/env bash
# programs.sh: brings kubectl, helm and the AWS CLI in the versions of versions.sh, for a test that types what a user types, and
# prints the folder that they are in. Where Go or Python is missing those that are installed are taken.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

INTO=$CACHE/programs-$(digest_of "$ROOT/e2e/cluster/versions.sh" "$0")
mkdir -p "$INTO"

# installed NAME NEEDED: links the program that is installed
installed() {
  have "$1" || fail "$1 is neither installed, nor can it be built without $2. Install one of them."
  ln -sf "$(command -v "$1")" "$INTO/$1"
}

for program in kubectl helm; do
  [ -x "$INTO/$program" ] && continue
  if have go; then
    path=$("$ROOT/e2e/without-registry/build.sh" "$program")
    ln -sf "$path" "$INTO/$program"
  else
    installed "$program" Go
  fi
done

if [ ! -x "$INTO/aws" ]; then
  VENV=$CACHE/awscli-$AWSCLI_VERSION
  if have python3 && { [ -x "$VENV/bin/aws" ] || python3 -m venv "$VENV" >&2; }; then
    [ -x "$VENV/bin/aws" ] || {
      say "installing the AWS CLI $AWSCLI_VERSION from PyPI (once)"
      "$VENV/bin/pip" install --quiet "awscli==$AWSCLI_VERSION" >&2
    }
    ln -sf "$VENV/bin/aws" "$INTO/aws"
  else
    installed aws Python
  fi
fi
printf '%s\n' "$INTO"
