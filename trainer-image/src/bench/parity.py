"""Compares our networks with diffusers on one folder, in fp32, both ways.

Arguments: the model's folder, height and width of a latent, tokens, width of a text row, what Parity.java has written. Fails
above the tolerances below: of outputs relative to the largest element; of each parameter's gradient the norm of the difference
relative to the gradient's own.
"""

import json
import math
import sys

import safetensors.torch  # diffusers 0.32 uses it without importing it
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

OUTPUT, GRADIENT = 1e-4, 1e-3
folder, side, tokens, width, ours_folder = sys.argv[1:]
side = int(side)


def noise(shape, k):
    j = torch.arange(math.prod(shape), dtype=torch.float64)
    far = 43758.5453 * torch.sin(12.9898 * (j + 1) + 78.233 * (k + 1))
    return (2 * (far - far.floor()) - 1).float().reshape(shape)


def worst(ours, theirs):
    theirs = theirs.flatten()
    return ((torch.tensor(ours) - theirs).abs().max() / theirs.abs().max()).item()


with open(f"{ours_folder}/ours.json") as file:
    ours = json.load(file)
latents = (1, 4, side, side)
unet = UNet2DConditionModel.from_pretrained(folder, subfolder="unet", low_cpu_mem_usage=False)
written = UNet2DConditionModel.from_pretrained(ours_folder, subfolder="unet", low_cpu_mem_usage=False)
assert all(torch.equal(a, b) for a, b in zip(unet.state_dict().values(), written.state_dict().values(), strict=True))
assert dict(unet.config).keys() == dict(written.config).keys()
del written
predicted = unet(noise(latents, 1), torch.tensor([500]), noise((1, int(tokens), int(width)), 2)).sample
loss = ((predicted - noise(latents, 3)) ** 2).mean()
loss.backward()
vae = AutoencoderKL.from_pretrained(folder, subfolder="vae", low_cpu_mem_usage=False)
pixels = side * 2 ** (len(vae.config.block_out_channels) - 1)
with torch.no_grad():
    encoded = vae.encode(noise((1, 3, pixels, pixels), 4)).latent_dist.mean
    decoded = vae.decode(noise(latents, 5)).sample
gradients = {}
with safetensors.safe_open(f"{ours_folder}/gradients.safetensors", framework="pt") as file:
    assert set(file.keys()) == {name for name, _ in unet.named_parameters()}
    for name, weight in unet.named_parameters():
        gradients[name] = ((file.get_tensor(name) - weight.grad).norm() / weight.grad.norm()).item()
name = max(gradients, key=gradients.get)
results = {
    "predicted noise": (worst(ours["predicted"], predicted.detach()), OUTPUT),
    "loss": (abs(ours["loss"] / loss.item() - 1), OUTPUT),
    f"{len(gradients)} gradients, worst {name}": (gradients[name], GRADIENT),
    "encoded picture": (worst(ours["encoded"], encoded), OUTPUT),
    "decoded latent": (worst(ours["decoded"], decoded), OUTPUT),
}
for what, (distance, tolerance) in results.items():
    print(f"{what}: {distance:.1e} (at most {tolerance:.0e})")
print("the UNet that SpinRun wrote loads in diffusers, all tensors equal")
if any(distance > tolerance for distance, tolerance in results.values()):
    sys.exit("error: SpinRun and diffusers differ.")
