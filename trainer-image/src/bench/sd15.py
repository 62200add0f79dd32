"""Writes UNet and VAE in the shape of Stable Diffusion 1.5 with random weights into a diffusers folder (3.8 GB).

Speed and memory do not depend on what the weights are. Arguments: the folder, a scheduler folder to copy.
"""

import shutil
import sys

import shapes
import torch

folder, scheduler = sys.argv[1:]
torch.manual_seed(1)
shapes.unet("1").save_pretrained(f"{folder}/unet", max_shard_size="16GB")
shapes.vae().save_pretrained(f"{folder}/vae")
shutil.copytree(scheduler, f"{folder}/scheduler", dirs_exist_ok=True)
