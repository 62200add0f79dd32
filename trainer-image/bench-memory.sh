#!/usr/bin/env bash
# bench-memory.sh: measures the peak of trainings on the CPU, each in a process of its own, beside what `spin-trainer cost` says of
# them, and prints a table in MiB. The UNet is that of Stable Diffusion 1.5 at half its width (BENCH_WIDTH, the first of its
# widths: 160), with weights of zero; latents are 32x32. Needs 7 GB of memory.
. "$(dirname "$0")/src/bench/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

package_trainer
export OMP_NUM_THREADS=${BENCH_THREADS:-$(nproc)} OMP_WAIT_POLICY=PASSIVE OPT_OUT_TRACKING=true
eval "$(sed -n 's/^export \(MALLOC_[A-Z_]*\)="${[^:]*:-\([0-9]*\)}"$/export \1=\2/p' "$here/spin-trainer")"

ours MemoryBench "$work/unet" write "${BENCH_WIDTH:-160}"
echo "| pairs in a step | at a time | recomputed | precision | rank of LoRA | measured | computed | ratio |"
echo "|---|---|---|---|---|---|---|---|"
while read -r batch at_a_time recomputed precision rank; do
  ours MemoryBench "$work/unet" train "$example/scheduler" "$batch" "$at_a_time" "$recomputed" "$precision" "$rank" </dev/null
done <<'END'
1 1 false No 0
1 1 true No 0
2 1 false No 0
4 4 false No 0
4 4 true No 0
1 1 false Bf16 0
1 1 true Bf16 0
4 4 false No 16
4 4 true No 16
4 4 false Bf16 16
END
