"""LoRA by PEFT 0.14 on the tiny UNet: python gen_lora.py > lora.json

The matrices are given by a formula, so that nothing has to be stored: element j of a matrix, row by row, is
0.05 sin(0.7 j + length of its name), the name without "base_model.model." as in pytorch_lora_weights.safetensors.
"""

import json
import math

import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import load_file

torch.set_num_threads(1)
RANK = 4
unet = UNet2DConditionModel.from_pretrained("tiny_pipeline/unet", low_cpu_mem_usage=False).double().requires_grad_(False)
unet.add_adapter(LoraConfig(r=RANK, lora_alpha=RANK, target_modules=["to_q", "to_k", "to_v", "to_out.0"]))
parameters = {n.replace(".default", ""): p for n, p in unet.named_parameters() if p.requires_grad}
shapes = {n: list(p.shape) for n, p in parameters.items()}
assert set(get_peft_model_state_dict(unet)) == set(shapes)
with torch.no_grad():
    for name, p in parameters.items():
        values = [0.05 * math.sin(0.7 * j + len(name)) for j in range(p.numel())]
        p.copy_(torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(p.shape))
io = load_file("unet_io.safetensors")
x, text, target = (io[k].double() for k in ("x", "text", "target"))
predicted = unet(x, torch.tensor([10, 500]), text).sample
loss = ((predicted - target) ** 2).mean()
loss.backward()
print(
    json.dumps(
        {
            "peft": "0.14.0",
            "rank": RANK,
            "shapes": shapes,
            "output": predicted.flatten().tolist(),
            "loss": loss.item(),
            "grad_norm": {n: p.grad.norm().item() for n, p in parameters.items()},
        }
    )
)
