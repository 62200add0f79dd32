"""How far torch's own autocast strays from fp32 over a whole sampling -> half_sampling.json (torch 2.5.1, diffusers 0.32.2)

The quickstart's model draws the 64 prompts of quickstart_eval.safetensors (DDIM, 10 steps, guidance 2) in fp32, and with the UNet
under autocast in bf16 and in fp16. Of each image: the mean square of the difference of its latents over the mean square of those
of fp32. That depends on the instructions of the CPU, so there are several runs; see the README. Usage, in this folder:
python gen_half_sampling.py ../../../../../examples/quickstart/model
"""
import contextlib
import json
import sys

import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPTextModel

STEPS, GUIDANCE = 10, 2.0
folder = sys.argv[1]
torch.set_num_threads(1)
stored = load_file("quickstart_eval.safetensors")
unet = UNet2DConditionModel.from_pretrained(f"{folder}/unet", torch_dtype=torch.float32).eval()
encoder = CLIPTextModel.from_pretrained(f"{folder}/text_encoder", torch_dtype=torch.float32).eval()
scheduler = DDIMScheduler.from_pretrained(f"{folder}/scheduler")


def draw(dtype):
    latents = stored["initial_latents"]
    narrow = torch.autocast("cpu", dtype) if dtype else contextlib.nullcontext()
    scheduler.set_timesteps(STEPS)
    for t in scheduler.timesteps:
        with narrow:
            predicted = unet(latents.repeat(2, 1, 1, 1), t, text).sample.float()
        empty, prompted = predicted.chunk(2)
        latents = scheduler.step(empty + GUIDANCE * (prompted - empty), t, latents).prev_sample
    return latents


def squares(x):
    return x.double().square().mean((1, 2, 3))


with torch.no_grad():
    prompts = encoder(stored["input_ids"]).last_hidden_state
    text = torch.cat([encoder(stored["uncond_ids"]).last_hidden_state.expand_as(prompts), prompts])
    full = draw(None)
    largest = (full - stored["final_latents"]).abs().max().item()
    errors = {
        name: (squares(draw(dtype) - full) / squares(full)).tolist()
        for name, dtype in (("bf16", torch.bfloat16), ("fp16", torch.float16))
    }
print("fp32 differs from quickstart_eval.safetensors by", largest, file=sys.stderr)
print(json.dumps({"torch": torch.__version__, **{name: [run] for name, run in errors.items()}}))
