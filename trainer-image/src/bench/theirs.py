"""One measurement of PyTorch and diffusers, printed as a line of JSON: the counterpart of dev.spinrun.trainer.bench.

The step is what DiffusionDPO's train.py does in fp32, written as PyTorch recommends: fused AdamW, foreach clipping and
averaging, gradients set to None. Arguments: the file of workloads, a workload's name, a diffusers folder.
"""

import copy
import json
import os
import statistics
import sys
import time

import safetensors.torch  # diffusers 0.32 uses it without importing it
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, DDIMScheduler, DDPMScheduler, UNet2DConditionModel
from peft import LoraConfig

EXAMPLES = 64
GUIDANCE = 2.0
BETA, SFT_WEIGHT = 500.0, 20.0


def load_unet(folder):
    return UNet2DConditionModel.from_pretrained(folder, subfolder="unet", low_cpu_mem_usage=False)


def errors(unet, noisy, timesteps, text, noise):
    """Per image the mean squared error of the predicted noise."""
    return F.mse_loss(unet(noisy, timesteps, text).sample, noise, reduction="none").mean((1, 2, 3))


def adapted(model, rank):
    """The reference is the model without its adapters, as DiffusionDPO does it: weights are shared."""
    model.requires_grad_(False)
    names = ["to_q", "to_k", "to_v", "to_out.0"]
    model.add_adapter(LoraConfig(r=rank, lora_alpha=rank, target_modules=names))

    def reference(*inputs):
        model.disable_adapters()
        predicted = model(*inputs)
        model.enable_adapters()
        return predicted

    return reference


def spin_step(work, folder):
    model = load_unet(folder).train()
    if work.get("gradientCheckpointing"):
        model.enable_gradient_checkpointing()
    rank = work["adapterRank"]
    reference = adapted(model, rank) if rank else copy.deepcopy(model).requires_grad_(False)
    schedule = DDPMScheduler.from_pretrained(folder, subfolder="scheduler")
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=1e-6, weight_decay=1e-2, fused=True)
    average = [p.detach().clone() for p in parameters] if work["emaDecay"] else []
    size, pairs = work["latent"], work["batch"]
    real, drawn = torch.randn(2, EXAMPLES, 4, size, size)
    texts = torch.randn(EXAMPLES, work["tokens"], work["textWidth"])

    def step():
        chosen = torch.randperm(EXAMPLES)[:pairs]
        latents = torch.cat([real[chosen], drawn[chosen]])
        text = texts[chosen].repeat(2, 1, 1)
        noise = torch.randn(pairs, 4, size, size).repeat(2, 1, 1, 1)
        timesteps = torch.randint(0, schedule.config.num_train_timesteps, (pairs,)).repeat(2)
        noisy = schedule.add_noise(latents, noise, timesteps)
        with torch.no_grad():
            frozen = errors(reference, noisy, timesteps, text, noise)
        learned = errors(model, noisy, timesteps, text, noise)
        (m_w, m_l), (r_w, r_l) = learned.chunk(2), frozen.chunk(2)
        u = -BETA / 2 * ((m_w - m_l) - (r_w - r_l))
        loss = F.softplus(-u).mean() + SFT_WEIGHT * m_w.mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0, foreach=True)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if average:
            with torch.no_grad():
                torch._foreach_lerp_(average, parameters, 1 - work["emaDecay"])
        return loss.item()

    return step


def sampling(work, folder):
    unet = load_unet(folder).eval()
    schedule = DDIMScheduler.from_pretrained(folder, subfolder="scheduler")
    shape = (work["batch"], 4, work["latent"], work["latent"])
    noise = torch.randn(shape)
    texts = torch.randn(2 * work["batch"], work["tokens"], work["textWidth"])

    @torch.no_grad()
    def draw():
        latents = noise
        schedule.set_timesteps(work["samplerSteps"])
        for timestep in schedule.timesteps:
            both = schedule.scale_model_input(torch.cat([latents, latents]), timestep)
            without, guided = unet(both, timestep, texts).sample.chunk(2)
            predicted = without + GUIDANCE * (guided - without)
            latents = schedule.step(predicted, timestep, latents).prev_sample
        return latents

    return draw


def vae_encode(work, folder):
    vae = AutoencoderKL.from_pretrained(folder, subfolder="vae", low_cpu_mem_usage=False).eval()
    images = torch.rand(work["batch"], 3, work["pixels"], work["pixels"]) * 2 - 1

    @torch.no_grad()
    def encode():
        return vae.encode(images).latent_dist.mean

    return encode


def measure(work, repetition):
    """Median seconds and mean CPU seconds of a repetition, and seconds from the start of the process to the first result."""
    first = 0
    for _ in range(work["warmup"]):
        repetition()
        first = first or since_start()
    seconds, cpu = [], time.process_time()
    for _ in range(work["measured"]):
        begin = time.perf_counter()
        repetition()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), (time.process_time() - cpu) / work["measured"], first


def since_start():
    """Seconds since the process was started, the start of the interpreter included."""
    with open("/proc/self/stat") as stat, open("/proc/uptime") as uptime:
        ticks = int(stat.read().rpartition(")")[2].split()[19])
        return float(uptime.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")


def peak_mib():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))


def main():
    workloads, name, folder = sys.argv[1:]
    with open(workloads) as file:
        work = json.load(file)[name]
    torch.manual_seed(1)
    task = {"spin-step": spin_step, "sampling": sampling, "vae-encode": vae_encode}[work["task"]]
    seconds, cpu, first = measure(work, task(work, folder))
    line = {
        "seconds": round(seconds, 5),
        "cpuSeconds": round(cpu, 5),
        "firstSeconds": round(first, 3),
        "peakMiB": peak_mib(),
        "threads": torch.get_num_threads(),
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
