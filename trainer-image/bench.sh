#!/usr/bin/env bash
# bench.sh: measures the trainer beside PyTorch and diffusers, in turns, and writes the tables into docs/benchmarks.md.
# Settings: BENCH_ROUNDS (3), BENCH_THREADS (number of cores), BENCH_WORKLOADS (names of src/bench/workloads.json,
# separated by commas; all), BENCH_PYTHON (python3), BENCH_WAIT_POLICY (PASSIVE, as in the image; ACTIVE: threads spin). The
# first run downloads about 3 GB of PyTorch.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
cache=${SPINRUN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spinrun}/bench
workloads=$here/src/bench/workloads.json
rounds=${BENCH_ROUNDS:-3}
python=${BENCH_PYTHON:-python3}
example=$root/examples/quickstart/model
page=$root/docs/benchmarks.md
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
    fail "torch 2.5.1 needs Python 3.9 to 3.12 with venv, $python is not. Name another in BENCH_PYTHON."
  say "installing PyTorch into $venv"
  "$python" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --only-binary :all: --requirement "$here/src/bench/requirements.txt"
  touch "$venv/complete"
}

prepare_sd15() {
  [ -f "$cache/sd15/complete" ] && return 0
  say "writing a random UNet of the size of Stable Diffusion 1.5 into $cache/sd15"
  "$venv/bin/python" "$here/src/bench/sd15.py" "$cache/sd15" "$example/scheduler"
  touch "$cache/sd15/complete"
}

# field WORKLOAD NAME
field() {
  "$venv/bin/python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]][sys.argv[3]])' "$workloads" "$1" "$2"
}

require_memory() {
  local need available
  need=$(field "$1" needMiB)
  available=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
  [ "$available" -ge "$need" ] ||
    fail "\"$1\" needs $need MiB of memory, $available MiB are available. Stop other programs, or leave it out by BENCH_WORKLOADS."
}

model_of() { if [ "$(field "$1" model)" = sd15 ]; then echo "$cache/sd15"; else echo "$example"; fi; }

# measure SIDE WORKLOAD: one line of JSON. The JVM's flags are those of spin-trainer.
measure() {
  local side=$1 model
  model=$(model_of "$2")
  require_memory "$2"
  if [ "$side" = ours ]; then
    PYTORCH_LIBRARY_PATH=$here/target/image/libtorch PYTORCH_VERSION=2.5.1 PYTORCH_FLAVOR=cpu \
      java -XX:+UseSerialGC -XX:MaxRAMPercentage=25 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      -cp "$here/target/test-classes:$here/target/image/lib/*" dev.spinrun.trainer.bench.Bench "$workloads" "$2" "$model"
  else
    "$venv/bin/python" "$here/src/bench/theirs.py" "$workloads" "$2" "$model"
  fi
}

# run ALLOCATOR: all workloads, the sides in turns
run() {
  local workload round side result
  while IFS= read -r workload; do
    for round in $(seq "$rounds"); do
      for side in ours theirs; do
        result=$(measure "$side" "$workload" </dev/null | grep '^{')
        say "$1, $workload, round $round: $result"
        printf '{"malloc": "%s", "workload": "%s", "round": %d, "result": %s}\n' "$1" "$workload" "$round" "$result" >>"$lines"
      done
    done
  done <<<"$chosen"
}

say "packaging the trainer"
(cd "$root" && mvn --batch-mode --quiet --no-transfer-progress package -DskipTests --projects trainer-image --also-make)
prepare_python
prepare_sd15
chosen=${BENCH_WORKLOADS:-$("$venv/bin/python" -c 'import json, sys; print(*json.load(open(sys.argv[1])), sep=",")' "$workloads")}
chosen=${chosen//,/$'\n'}

export OMP_NUM_THREADS=${BENCH_THREADS:-$(nproc)} OMP_WAIT_POLICY=${BENCH_WAIT_POLICY:-PASSIVE} OPT_OUT_TRACKING=true
lines=$cache/lines.jsonl
: >"$lines"
load_before=$(cut -d ' ' -f 1-3 /proc/loadavg)
unset "${!MALLOC_@}"
run "glibc malloc as it is"
# The image's allocator settings, for both sides.
eval "$(sed -n 's/^export \(MALLOC_[A-Z_]*\)="${[^:]*:-\([0-9]*\)}"$/export \1=\2/p' "$here/spin-trainer")"
settings=$(env | grep '^MALLOC_' | sort | tr '\n' ' ')
[ -n "$settings" ] || fail "spin-trainer exports no MALLOC_ settings any more; remove the second table from bench.sh."
run "glibc malloc with ${settings% }"

"$venv/bin/python" "$here/src/bench/report.py" "$lines" "$page" \
  "$(date -u +%F), $(nproc) cores of $(sed -n 's/^model name[^:]*: //p;' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal:/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), Linux $(uname -r), $(getconf GNU_LIBC_VERSION)" \
  "commit $(git -C "$root" rev-parse --short HEAD); $(java -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/Java \1/p'), libtorch 2.5.1 from Maven Central; Python $("$venv/bin/python" -c 'import platform; print(platform.python_version())'), $(grep -E '^(torch|diffusers)==' "$here/src/bench/requirements.txt" | tr '\n' ' ')from PyPI" \
  "fp32; OMP_NUM_THREADS=$OMP_NUM_THREADS and OMP_WAIT_POLICY=$OMP_WAIT_POLICY on both sides; $rounds rounds, the sides in turns, one process per measurement" \
  "load average (1, 5, 15 minutes) before: $load_before; after, own load included: $(cut -d ' ' -f 1-3 /proc/loadavg)"
