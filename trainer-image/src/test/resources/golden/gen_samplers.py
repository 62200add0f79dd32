"""Samplers on scheduler files as diffusers writes them, spacings that gen_golden.py leaves out: python gen_samplers.py > samplers.json

Model, start, noise and tolerance are those of schedulers.json."""
import json, math
import diffusers, torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, PNDMScheduler

D = torch.float64
X0 = torch.tensor([1., -.5, 2., .25], dtype=D)
NOISE = dict(num_train_timesteps=1000, beta_start=.00085, beta_end=.012, beta_schedule="scaled_linear")


def trace(scheduler, steps, eta=None):
    scheduler.set_timesteps(steps)
    x = X0 * float(scheduler.init_noise_sigma)
    latents = [x.tolist()]
    for i, t in enumerate(scheduler.timesteps):
        predicted = 0.3 * scheduler.scale_model_input(x, t) + 0.1 * math.cos(0.01 * float(t))
        noise = torch.sin(1.3 * torch.arange(4, dtype=D) + 0.7 * i + 0.2)
        more = {} if eta is None else {"eta": eta, "variance_noise": noise}
        x = scheduler.step(predicted, t, x, **more).prev_sample.to(D)
        latents.append(x.tolist())
    return {"steps": steps, "eta": eta or 0.0, "scheduler_config": scheduler.to_json_string(),
            "timesteps": [float(t) for t in scheduler.timesteps], "init_noise_sigma": float(scheduler.init_noise_sigma), "trace": latents}


def ddim(steps, eta=0.0, **config):
    return {"sampler": "DDIM", **trace(DDIMScheduler(**NOISE, clip_sample=False, set_alpha_to_one=False, steps_offset=1, **config), steps, eta)}


def pndm(steps, **config):
    return {"sampler": "PNDM", **trace(PNDMScheduler(**NOISE, skip_prk_steps=True, set_alpha_to_one=False, steps_offset=1, **config), steps)}


def euler(steps, **config):
    return {"sampler": "EULER", **trace(EulerDiscreteScheduler(**NOISE, steps_offset=1, **config), steps)}


def dpm(steps, **config):
    return {"sampler": "DPM_SOLVER", **trace(DPMSolverMultistepScheduler(**NOISE, steps_offset=1, **config), steps)}


V = {"prediction_type": "v_prediction"}
json.dump({
    "versions": f"diffusers {diffusers.__version__}, torch {torch.__version__}",
    "cases": {
        "ddim 10 linspace": ddim(10, timestep_spacing="linspace"),
        "ddim 30, strides of 33": ddim(30),
        "ddim 30 trailing, eta 0.7": ddim(30, 0.7, timestep_spacing="trailing"),
        "ddim 10 to alphaBar 1, eta 1, velocity": {"sampler": "DDIM", **trace(DDIMScheduler(**NOISE, clip_sample=False, **V), 10, 1.0)},
        "pndm 10 linspace": pndm(10, timestep_spacing="linspace"),
        "pndm 7 trailing": pndm(7, timestep_spacing="trailing"),
        "pndm 10 velocity": pndm(10, **V),
        "pndm 1": pndm(1),
        "euler 7, timesteps between two": euler(7),
        "euler 7 trailing": euler(7, timestep_spacing="trailing"),
        "euler 10 Karras": euler(10, use_karras_sigmas=True),
        "euler 10 leading, velocity": euler(10, timestep_spacing="leading", **V),
        "dpm 20 linspace": dpm(20),
        "dpm 7 trailing": dpm(7, timestep_spacing="trailing"),
        "dpm 20 Karras": dpm(20, use_karras_sigmas=True),
        "dpm 10 leading, velocity": dpm(10, timestep_spacing="leading", **V),
    },
}, __import__("sys").stdout, indent=1)
