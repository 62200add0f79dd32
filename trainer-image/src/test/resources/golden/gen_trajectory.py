"""Twenty AdamW steps of the tiny UNet on the SPIN loss -> trajectory.json (torch 2.5.1, diffusers 0.32.2)

Batches as in train3.json, at timesteps (37 i + 100) mod 1000 and (271 i + 700) mod 1000 of step i; beta and sftWeight as below,
errors as means over elements. Losses in fp64, in fp32, and in fp32 with bf16 autocast: what torch itself strays by. That depends
on the instructions of the CPU: trajectory.json holds the bf16 lists of three runs, the second on a CPU with AVX2 and no AVX-512,
the third on the same one with ATEN_CPU_CAPABILITY=default; the other lists are the first run's.
Usage: python gen_trajectory.py > trajectory.json
"""
import contextlib
import copy
import json
import math

import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPTextModel

STEPS, BETA, SFT_WEIGHT, LR = 20, 20.0, 1.0, 1e-4
torch.set_num_threads(1)
schedule = load_file("schedule.safetensors")["alphas_cumprod_f64"]
ids = load_file("text_io.safetensors")["input_ids"][:2]
encoder = CLIPTextModel.from_pretrained("tiny_pipeline/text_encoder")
with torch.no_grad():
    text = encoder(ids).last_hidden_state.double()
j = torch.arange(2 * 4 * 8 * 8, dtype=torch.float64)
real = torch.sin(0.11 * j).reshape(2, 4, 8, 8)
drawn = torch.cos(0.13 * j).reshape(2, 4, 8, 8)


def losses(dtype, autocast):
    model = UNet2DConditionModel.from_pretrained("tiny_pipeline/unet", low_cpu_mem_usage=False).to(dtype)
    reference = copy.deepcopy(model).requires_grad_(False)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LR, betas=(0.9, 0.999), weight_decay=1e-2, eps=1e-8)
    narrow = torch.autocast("cpu", torch.bfloat16) if autocast else contextlib.nullcontext()
    result = []
    for i in range(STEPS):
        noise = (math.sqrt(2) * torch.sin(0.37 * j + 0.5 + i)).reshape(2, 4, 8, 8)
        timesteps = torch.tensor([(37 * i + 100) % 1000, (271 * i + 700) % 1000])
        bar = schedule[timesteps].reshape(2, 1, 1, 1)
        noisy = torch.cat([bar.sqrt() * latent + (1 - bar).sqrt() * noise for latent in (real, drawn)]).to(dtype)
        inputs = noisy, timesteps.repeat(2), text.repeat(2, 1, 1).to(dtype)
        target = noise.repeat(2, 1, 1, 1).to(dtype)

        def errors(unet):
            with narrow:
                predicted = unet(*inputs).sample
            return F.mse_loss(predicted.to(dtype), target, reduction="none").mean((1, 2, 3))

        with torch.no_grad():
            frozen = errors(reference)
        learned = errors(model)
        (m_w, m_l), (r_w, r_l) = learned.chunk(2), frozen.chunk(2)
        u = -BETA / 2 * ((m_w - m_l) - (r_w - r_l))
        loss = F.softplus(-u).mean() + SFT_WEIGHT * m_w.mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        result.append(loss.item())
    return result


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "beta": BETA,
            "sft_weight": SFT_WEIGHT,
            "lr": LR,
            "fp64": losses(torch.float64, False),
            "fp32": losses(torch.float32, False),
            "bf16": [losses(torch.float32, True)],
        },
        indent=1,
    )
)
