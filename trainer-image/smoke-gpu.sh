#!/usr/bin/env bash
# smoke-gpu.sh: packages the trainer with libtorch for CUDA and has it compute on this machine's CPU, as far as that goes without a
# GPU and its driver. The first run downloads 2.5 GB.
. "$(dirname "$0")/src/bench/lib.sh"
folder=image-cu124

say "packaging the trainer with libtorch for CUDA"
(cd "$root" && mvn --batch-mode --quiet --no-transfer-progress package -DskipTests --projects trainer-image --also-make \
  -Dlibtorch.flavor=cu124 -Dimage.folder=$folder)
# It needs the driver's library, which comes with a GPU.
rm -f "$here/target/$folder/libtorch/libcaffe2_nvrtc.so"
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE OPT_OUT_TRACKING=true
for workload in "spin-step tiny" "sampling tiny"; do
  say "$workload with libtorch for CUDA: $(with_image $folder cu124 bench.Bench "$here/src/bench/workloads.json" "$workload" "$example" | grep '^{')"
done
say "NCCL of libtorch for CUDA"
with_image $folder cu124 workers.NcclSmoke
say "spin-trainer check with libtorch for CUDA"
with_image $folder cu124 cli.SpinTrainer check --size tiny --device any
