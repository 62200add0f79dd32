"""Writes UNet and VAE in the shape of Stable Diffusion 1.5 with random weights into a diffusers folder (3.8 GB).

Speed and memory do not depend on what the weights are. Arguments: the folder, a scheduler folder to copy.
"""

import shutil
import sys

import safetensors.torch  # diffusers 0.32 uses it without importing it
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

folder, scheduler = sys.argv[1:]
torch.manual_seed(1)
unet = UNet2DConditionModel(
    sample_size=64, block_out_channels=(320, 640, 1280, 1280), cross_attention_dim=768, attention_head_dim=8
)
unet.save_pretrained(f"{folder}/unet", max_shard_size="16GB")
vae = AutoencoderKL(
    down_block_types=["DownEncoderBlock2D"] * 4,
    up_block_types=["UpDecoderBlock2D"] * 4,
    block_out_channels=(128, 256, 512, 512),
    layers_per_block=2,
    latent_channels=4,
    sample_size=512,
)
vae.save_pretrained(f"{folder}/vae")
shutil.copytree(scheduler, f"{folder}/scheduler", dirs_exist_ok=True)
