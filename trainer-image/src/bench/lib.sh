# lib.sh: what the scripts that run the trainer outside its image have in common. Sourced. Settings: BENCH_PYTHON (python3).
# shellcheck shell=bash
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
root=$(dirname "$here")
cache=${SPINRUN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spinrun}/bench
python=${BENCH_PYTHON:-python3}
example=$root/examples/quickstart/model
libtorch=$(sed -n 's:.*<libtorch.version>\(.*\)</libtorch.version>.*:\1:p' "$root/pom.xml")
mkdir -p "$cache"

say() { printf '== %s\n' "$*" >&2; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# One environment per content of requirements.txt.
prepare_python() {
  venv=$cache/python-$(sha256sum "$here/src/bench/requirements.txt" | cut -c1-12)
  [ -f "$venv/complete" ] && return 0
  "$python" -c 'import sys, venv; sys.exit(not (3, 9) <= sys.version_info < (3, 13))' ||
    fail "PyTorch $libtorch needs Python 3.9 to 3.12 with venv, $python is not. Name another in BENCH_PYTHON."
  say "installing PyTorch into $venv"
  "$python" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --only-binary :all: --requirement "$here/src/bench/requirements.txt"
  touch "$venv/complete"
}

# One model per content of sd15.py and shapes.py.
prepare_sd15() {
  sd15=$cache/sd15-$(cat "$here/src/bench/sd15.py" "$here/src/bench/shapes.py" | sha256sum | cut -c1-12)
  [ -f "$sd15/complete" ] && return 0
  say "writing random weights of the size of Stable Diffusion 1.5 into $sd15"
  "$venv/bin/python" "$here/src/bench/sd15.py" "$sd15" "$example/scheduler"
  touch "$sd15/complete"
}

package_trainer() {
  say "packaging the trainer"
  (cd "$root" && mvn --batch-mode --quiet --no-transfer-progress package -DskipTests --projects trainer-image --also-make)
}

# ours CLASS ARGUMENTS...: a class of the trainer's benchmarks. The JVM's flags are those of spin-trainer.
ours() { with_image image cpu "bench.$1" "${@:2}"; }

# with_image FOLDER FLAVOR CLASS ARGUMENTS...: the same with the jars and the libtorch of a folder below target
with_image() {
  PYTORCH_LIBRARY_PATH=$here/target/$1/libtorch PYTORCH_VERSION=$libtorch PYTORCH_FLAVOR=$2 \
    java -XX:+UseSerialGC -XX:MaxRAMPercentage=25 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$here/target/test-classes:$here/target/$1/lib/*" "dev.spinrun.trainer.$3" "${@:4}"
}
