#!/usr/bin/env bash
# bench.sh: measures the trainer beside PyTorch and diffusers, in turns, and writes the tables into docs/benchmarks.md.
# Settings: BENCH_ROUNDS (3), BENCH_THREADS (number of cores), BENCH_WORKLOADS (names of src/bench/workloads.json,
# separated by commas; all), BENCH_PYTHON (python3), BENCH_WAIT_POLICY (PASSIVE, as in the image; ACTIVE: threads spin). The
# first run downloads about 3 GB of PyTorch.
. "$(dirname "$0")/src/bench/lib.sh"
workloads=$here/src/bench/workloads.json
rounds=${BENCH_ROUNDS:-3}
page=$root/docs/benchmarks.md

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

model_of() { if [ "$(field "$1" model)" = sd15 ]; then echo "$sd15"; else echo "$example"; fi; }

# measure SIDE WORKLOAD: one line of JSON. Sides: ours, with the image's allocator settings; theirs, as people run it; tuned,
# theirs with our settings.
measure() {
  local model
  model=$(model_of "$2")
  require_memory "$2"
  case $1 in
    ours) (export "${settings[@]}" && ours Bench "$workloads" "$2" "$model") ;;
    theirs) "$venv/bin/python" "$here/src/bench/theirs.py" "$workloads" "$2" "$model" ;;
    tuned) env "${settings[@]}" "$venv/bin/python" "$here/src/bench/theirs.py" "$workloads" "$2" "$model" ;;
  esac
}

# run: all workloads, the sides in turns
run() {
  local workload round side result
  while IFS= read -r workload; do
    for round in $(seq "$rounds"); do
      for side in ours theirs tuned; do
        result=$(measure "$side" "$workload" </dev/null | grep '^{')
        say "$workload, round $round, $side: $result"
        printf '{"side": "%s", "workload": "%s", "round": %d, "result": %s}\n' "$side" "$workload" "$round" "$result" >>"$lines"
      done
    done
  done <<<"$chosen"
}

package_trainer
prepare_python
prepare_sd15
chosen=${BENCH_WORKLOADS:-$("$venv/bin/python" -c 'import json, sys; print(*json.load(open(sys.argv[1])), sep=",")' "$workloads")}
chosen=${chosen//,/$'\n'}

export OMP_NUM_THREADS=${BENCH_THREADS:-$(nproc)} OMP_WAIT_POLICY=${BENCH_WAIT_POLICY:-PASSIVE} OPT_OUT_TRACKING=true
lines=$cache/lines.jsonl
: >"$lines"
load_before=$(cut -d ' ' -f 1-3 /proc/loadavg)
unset "${!MALLOC_@}"
mapfile -t settings < <(sed -n 's/^export \(MALLOC_[A-Z_]*\)="${[^:]*:-\([0-9]*\)}"$/\1=\2/p' "$here/spin-trainer")
[ "${#settings[@]}" -gt 0 ] || fail "spin-trainer exports no MALLOC_ settings any more; remove the second table from bench.sh."
run

"$venv/bin/python" "$here/src/bench/report.py" "$lines" "$page" \
  "$(date -u +%F), $(nproc) cores of $(sed -n 's/^model name[^:]*: //p;' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal:/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), Linux $(uname -r), $(getconf GNU_LIBC_VERSION)" \
  "commit $(git -C "$root" rev-parse --short HEAD); $(java -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/Java \1/p'), libtorch $libtorch from Maven Central; Python $("$venv/bin/python" -c 'import platform; print(platform.python_version())'), $(grep -E '^(torch|diffusers)==' "$here/src/bench/requirements.txt" | tr '\n' ' ')from PyPI" \
  "SpinRun with the allocator settings of its image: ${settings[*]}" \
  "fp32; OMP_NUM_THREADS=$OMP_NUM_THREADS and OMP_WAIT_POLICY=$OMP_WAIT_POLICY on every side; $rounds rounds, the sides in turns, one process per measurement" \
  "load average (1, 5, 15 minutes) before: $load_before; after, own load included: $(cut -d ' ' -f 1-3 /proc/loadavg)"
