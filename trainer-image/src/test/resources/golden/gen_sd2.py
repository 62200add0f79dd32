"""A UNet in the manner of Stable Diffusion 2.x (linear projections, heads per level) -> sd2.json

diffusers 0.32.2, torch 2.5.1, fp64. Weights as in SecondVersionTest.java; x = sin(0.31 j + 0.2), text = cos(0.17 j),
target = sin(0.5 j). Usage: python gen_sd2.py > sd2.json
"""
import json
import math

import diffusers
import torch
from diffusers import UNet2DConditionModel

CONFIG = {
    "block_out_channels": [32, 64],
    "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"],
    "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"],
    "layers_per_block": 1,
    "attention_head_dim": [2, 4],
    "cross_attention_dim": 24,
    "norm_num_groups": 8,
    "use_linear_projection": True,
}


def noise(j, k):
    far = 43758.5453 * math.sin(12.9898 * (j + 1) + 78.233 * (k + 1))
    return 2 * (far - math.floor(far)) - 1


def formula(shape, value):
    count = math.prod(shape)
    return torch.tensor([value(j) for j in range(count)], dtype=torch.float64).reshape(shape)


def fill(unet):
    with torch.no_grad():
        for k, (name, weight) in enumerate(sorted(unet.named_parameters())):
            norm = weight.dim() == 1 and name.endswith("weight")
            scale = math.sqrt(2.0 * weight.shape[0] / weight.numel()) if weight.dim() > 1 else 0.1
            values = formula(weight.shape, lambda j: (1 if norm else 0) + scale * noise(j, k))
            weight.copy_(values.float().double())


def run(dtype):
    unet = UNet2DConditionModel.from_config(CONFIG).double()
    fill(unet)
    unet = unet.to(dtype)
    x = formula((2, 4, 16, 16), lambda j: math.sin(0.31 * j + 0.2)).float().to(dtype)
    text = formula((2, 5, 24), lambda j: math.cos(0.17 * j)).float().to(dtype)
    target = formula((2, 4, 16, 16), lambda j: math.sin(0.5 * j)).float().to(dtype)
    predicted = unet(x, torch.tensor([10, 500]), text).sample
    loss = ((predicted - target) ** 2).mean()
    loss.backward()
    return predicted, loss.item(), {name: weight.grad.norm().item() for name, weight in unet.named_parameters()}


torch.set_num_threads(1)
predicted, loss, norms = run(torch.float64)
narrow, _, narrow_norms = run(torch.float32)
print(
    json.dumps(
        {
            "diffusers": diffusers.__version__,
            "config": CONFIG,
            "output": predicted.flatten().tolist(),
            "loss": loss,
            "grad_norm": norms,
            "torch_fp32_output_maxabs": (narrow.double() - predicted).abs().max().item(),
            "torch_fp32_grad_norm_maxrel": max(abs(narrow_norms[n] / norms[n] - 1) for n in norms),
        },
        indent=1,
    )
)
