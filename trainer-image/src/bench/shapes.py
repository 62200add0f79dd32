"""UNet and VAE in the shape of Stable Diffusion 1.5 or 2.1: with random weights, or with none on the device "meta"."""

import safetensors.torch  # diffusers 0.32 uses it without importing it
from diffusers import AutoencoderKL, UNet2DConditionModel

TEXT_AND_HEADS = {
    "1": dict(cross_attention_dim=768, attention_head_dim=8),
    "2": dict(cross_attention_dim=1024, attention_head_dim=[5, 10, 20, 20], use_linear_projection=True),
}


def unet(version):
    return UNet2DConditionModel(sample_size=64, block_out_channels=(320, 640, 1280, 1280), **TEXT_AND_HEADS[version])


def vae():
    return AutoencoderKL(
        down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4,
        block_out_channels=(128, 256, 512, 512),
        layers_per_block=2,
        latent_channels=4,
        sample_size=512,
    )
