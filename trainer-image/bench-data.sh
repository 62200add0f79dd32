#!/usr/bin/env bash
# bench-data.sh: prepares BENCH_PICTURES (100000) random pictures and trains the quickstart's model on them for one epoch; prints
# resident memory over time, and how long the training waited for data. Then the data path alone, with stand-ins for the networks:
# 100,000 examples with latents of Stable Diffusion 1.5 (17 GB on the disk) and 1,000,000 with small ones. Last, checkpoints that are read
# by a copy, as from a GPU: 20 of a quarter of the size of Stable Diffusion 1.5, and one of its size (11 GiB of memory).
. "$(dirname "$0")/src/bench/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

package_trainer
export OMP_NUM_THREADS=${BENCH_THREADS:-$(nproc)} OMP_WAIT_POLICY=PASSIVE OPT_OUT_TRACKING=true
eval "$(sed -n 's/^export \(MALLOC_[A-Z_]*\)="${[^:]*:-\([0-9]*\)}"$/export \1=\2/p' "$here/spin-trainer")"
cd "$here"

# bench HEAP CLASS ARGUMENT...: runs a class in a folder that is deleted afterwards.
bench() {
  PYTORCH_LIBRARY_PATH=$here/target/image/libtorch PYTORCH_VERSION=$libtorch PYTORCH_FLAVOR=cpu \
    java -XX:+UseSerialGC "-Xmx$1" -cp "$here/target/test-classes:$here/target/image/lib/*" \
    "dev.spinrun.trainer.$2" "$work/run" "${@:3}" 2>"$work/log" || { tail -n 20 "$work/log" >&2; exit 1; }
  rm -rf "$work/run"
}

bench 1g stage.DataBench "${BENCH_PICTURES:-100000}" >"$work/memory"

for stage in prepare train; do
  awk -v stage="$stage" '$1 == stage { second[++n] = $2; mib[n] = $3 }
    END { printf "%s: %d s; resident MiB after 1/4, 1/2, 3/4 and all of it: %d %d %d %d\n", stage, second[n],
          mib[int((n + 3) / 4)], mib[int((n + 1) / 2)], mib[int((3 * n + 3) / 4)], mib[n] }' "$work/memory"
done
# Both in seconds a step: what it took, and the part of it that it waited.
awk '/ examples\/s, data wait / { for (i = 1; i <= NF; i++) { if ($i == "examples/s,") rate = $(i - 1); if ($i == "wait") wait = $(i + 1) }
    steps++; took += 64 / rate; waited += wait }
  END { printf "train: %d steps, %.4f s a step, %.2f %% of it waiting for data\n", steps, took / steps, 100 * waited / took }' "$work/log"

for size in "100000 64" "1000000 8"; do
  read -r examples side <<<"$size"
  echo "$examples examples, latents of 4x${side}x$side:"
  bench 512m stage.train.LargeDataBench "$examples" "$side"
done

for size in "160 20" "320 1"; do
  read -r width saves <<<"$size"
  echo "a UNet of widths from $width, checkpoints:"
  bench 1g train.CheckpointBench "$width" "$saves"
done
