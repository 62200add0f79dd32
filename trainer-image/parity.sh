#!/usr/bin/env bash
# parity.sh: compares our networks with diffusers, forwards and backwards, on the quickstart's model and on one of the size of
# Stable Diffusion 1.5 with random weights. Needs 16 GB of memory; the first run downloads about 3 GB of PyTorch.
. "$(dirname "$0")/src/bench/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# compare NAME FOLDER SIDE TOKENS WIDTH
compare() {
  say "$1"
  mkdir "$work/out"
  ours Parity "$2" "$3" "$4" "$5" "$work/out"
  "$venv/bin/python" "$here/src/bench/parity.py" "$2" "$3" "$4" "$5" "$work/out"
  rm -rf "$work/out"
}

package_trainer
prepare_python
prepare_sd15
OMP_NUM_THREADS=$(nproc)
export OMP_NUM_THREADS OMP_WAIT_POLICY=PASSIVE OPT_OUT_TRACKING=true
compare "the quickstart's model" "$example" 8 20 64
compare "the size of Stable Diffusion 1.5" "$sd15" 32 77 768
