"""What autograd keeps of each block of our scripts, beside weights, inputs and result: python gen_kept.py EXPORT > kept.json

EXPORT is written in trainer-image, with the Python of make parity, by

  python src/bench/fake_device.py configs CONFIGS 1
  java -cp target/test-classes:target/image/lib/* dev.spinrun.trainer.bench.Export CONFIGS 128 EXPORT

The scripts run on the CPU with zeros, two latents of 16x16, weights as the trainer has them: of a training in halves the frozen
matrices are halves already.
"""

import json
import sys

import torch

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


def address(tensor):
    return tensor.untyped_storage().data_ptr()


def weight(name, shape, adapters_alone, dtype):
    trained = not adapters_alone or ".lora_" in name
    narrow = not trained and len(shape) > 1
    return torch.zeros(shape, dtype=dtype if narrow else torch.float32, requires_grad=trained)


def kept(folder, name):
    network, precision = name.split("_")
    with open(f"{folder}/{name}.json") as file:
        program = json.load(file)
    script = torch.jit.load(f"{folder}/{name}.pt")
    weights = {k: weight(k, s, network == "lora", DTYPES[precision]) for k, s in program["parameters"].items()}
    values = {slot: torch.zeros(shape) for slot, shape in enumerate(program["inputs"].values())}
    blocks, alive = {}, []
    for step in program["steps"]:
        saved = {}

        def pack(tensor):
            saved[address(tensor)] = tensor.untyped_storage().nbytes()
            alive.append(tensor)  # or its address would be another tensor's next
            return tensor

        read = [weights[key] for key in step["weights"]]
        inputs = [values[slot] for slot in step["inputs"]]
        with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t), torch.jit.optimized_execution(False):
            result = getattr(script, step["method"])(read, *inputs)
        alive.append(result)
        beside = {address(tensor) for tensor in [*read, *inputs, result]}
        blocks[step["block"]] = sum(size for place, size in saved.items() if place not in beside)
        values[step["output"]] = result.detach().requires_grad_() if result.requires_grad else result
    return blocks


names = [f"{network}_{precision}" for network in ("unet", "lora") for precision in DTYPES]
json.dump({name: kept(sys.argv[1], name) for name in names}, sys.stdout, indent=1)
