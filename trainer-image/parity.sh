#!/usr/bin/env bash
# parity.sh: compares our networks with diffusers, forwards and backwards, on the quickstart's model and on one of the size of
# Stable Diffusion 1.5 with random weights; then devices and dtypes of all operations on a GPU that is not there, for Stable
# Diffusion 1.5 and 2.1. Needs 16 GB of memory; the first run downloads about 3 GB of PyTorch.
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

# fake_device VERSION PIXELS
fake_device() {
  say "devices and dtypes of Stable Diffusion $1"
  mkdir -p "$work/configs" "$work/export"
  "$venv/bin/python" "$here/src/bench/fake_device.py" configs "$work/configs" "$1"
  ours Export "$work/configs" "$2" "$work/export"
  "$venv/bin/python" "$here/src/bench/fake_device.py" compare "$work/configs" "$work/export"
  rm -rf "$work/configs" "$work/export"
}

package_trainer
prepare_python
prepare_sd15
OMP_NUM_THREADS=$(nproc)
export OMP_NUM_THREADS OMP_WAIT_POLICY=PASSIVE OPT_OUT_TRACKING=true
compare "the quickstart's model" "$example" 8 20 64
compare "the size of Stable Diffusion 1.5" "$sd15" 32 77 768
fake_device 1 512
fake_device 2 768
