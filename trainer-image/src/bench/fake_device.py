"""Runs our scripts and diffusers' networks on a GPU that is not there, and compares what they ask of it.

PyTorch's fake tensors have a shape, a dtype and a device, and no numbers: every kernel of a forward pass can be counted, and an
operation between tensors of two devices fails. Fake tensors of a GPU take no gradients without its driver, so backward passes run on
the device "meta", which has no numbers either. This needs no GPU and little memory at any size.

  fake_device.py configs FOLDER 1|2      writes the configuration of Stable Diffusion 1.5 or 2.1, without weights
  fake_device.py compare FOLDER EXPORT   compares what Export.java has written with diffusers' networks of that folder

Checked: every tensor of a forward and a backward pass is on the device, every gradient has dtype and strides of its parameter, and
each kind of kernel runs as often in each dtype as in diffusers, under autocast where we compute in halves. Exits with 1 otherwise.
"""

import collections
import contextlib
import json
import sys

import shapes
import torch
import torch.amp.autocast_mode
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from transformers import CLIPConfig, CLIPModel, CLIPTextConfig, CLIPTextModel

GPU, META = torch.device("cuda:0"), torch.device("meta")
DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
TEXT_ENCODERS = {
    "1": dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12),
    "2": dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16, hidden_act="gelu"),
}
# CLIP ViT-H/14, of which PickScore is one.
SCORER = dict(
    text_config=dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=24, num_attention_heads=16, hidden_act="gelu"),
    vision_config=dict(
        hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=16, patch_size=14, hidden_act="gelu"
    ),
    projection_dim=1024,
)
FULL = ("vae_encoder", "vae_decoder", "text_encoder", "scorer_image", "scorer_text")
INTEGERS = ("idsBL", "endB", "firstB")
# Kernels that take time, by what they compute; views, copies and single elements are left out.
KINDS = {
    "convolution": "convolution",
    # A linear layer is any of them: that depends on its input's strides.
    "mm": "matrix product",
    "addmm": "matrix product",
    "bmm": "matrix product",
    "_safe_softmax": "softmax",
    "native_group_norm": "group norm",
    "native_layer_norm": "layer norm",
    "silu": "SiLU",
    "gelu": "GELU",
}


class Kernels(TorchDispatchMode):
    """Counts kernels by kind and dtype, and notes every tensor that is somewhere else."""

    def __init__(self, device):
        super().__init__()
        self.device = device
        self.counts = collections.Counter()
        self.elsewhere = set()

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        tensors = [x for x in torch.utils._pytree.tree_leaves((args, kwargs, result)) if isinstance(x, torch.Tensor)]
        self.elsewhere |= {f"{function} on {x.device}" for x in tensors if x.device != self.device}
        kind = KINDS.get(function.name().removeprefix("aten::").split(".")[0])
        if kind:
            floats = [x.dtype for x in tensors if x.dtype.is_floating_point]
            self.counts[kind, str(floats[0]).removeprefix("torch.")] += 1
        return result


class WithoutDriver(TorchFunctionMode):
    """Methods of tensors whose Python binding asks the GPU's driver, by operators that do not."""

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if function is torch.Tensor.contiguous:
            return torch.ops.aten.contiguous(*args)
        if function is torch.Tensor.__getitem__ and all(each in (None, slice(None)) for each in args[1]):
            tensor, index = args
            for place, each in enumerate(index):
                tensor = tensor.unsqueeze(place) if each is None else tensor
            return tensor
        return function(*args, **(kwargs or {}))


def write_configs(folder, version):
    with META:
        shapes.unet(version).save_config(f"{folder}/unet")
        shapes.vae().save_config(f"{folder}/vae")
    config = CLIPTextConfig(vocab_size=49408, max_position_embeddings=77, **TEXT_ENCODERS[version])
    config.architectures = ["CLIPTextModel"]
    config.save_pretrained(f"{folder}/text_encoder")
    config = CLIPConfig(**SCORER)
    config.architectures = ["CLIPModel"]
    config.save_pretrained(f"{folder}/scorer")


class Ours:
    """Calls the scripts as BoundNetwork and BlockwisePass do."""

    def __init__(self, folder, name, device):
        self.device = device
        with open(f"{folder}/{name}.json") as file:
            self.program = json.load(file)
        self.script = torch.jit.load(f"{folder}/{name}.pt")
        adapters_alone = name.startswith("lora")
        self.weights = {
            key: torch.empty(shape, device=device, requires_grad=not adapters_alone or "lora" in key)
            for key, shape in self.program["parameters"].items()
        }

    def call(self, step, values):
        weights = [self.weights[name] for name in step["weights"]]
        with torch.jit.optimized_execution(False):
            return getattr(self.script, step["method"])(weights, *[values[slot] for slot in step["inputs"]])

    def inputs(self):
        dtypes = {name: torch.int64 for name in INTEGERS}
        return [
            torch.empty(shape, dtype=dtypes.get(name, torch.float32), device=self.device)
            for name, shape in self.program["inputs"].items()
        ]

    def forward(self):
        values = dict(enumerate(self.inputs()))
        for step in self.program["steps"]:
            values[step["output"]] = self.call(step, values)
        return values[self.program["result"]]

    def backward(self):
        """Each block is recorded for itself, its inputs being leaves."""
        values, results = dict(enumerate(self.inputs())), {}
        for step in self.program["steps"]:
            result = results[step["output"]] = self.call(step, values)
            values[step["output"]] = result.detach().requires_grad_() if result.requires_grad else result
        for step in reversed(self.program["steps"]):
            result = results[step["output"]]
            if result.requires_grad:
                is_last = step["output"] == self.program["result"]
                result.backward(torch.ones_like(result) if is_last else values[step["output"]].grad)
        for name, weight in self.weights.items():
            assert weight.requires_grad == (weight.grad is not None), f"{name} has no gradient"
            if weight.grad is not None:
                form = weight.dtype, weight.device, weight.stride()
                assert (weight.grad.dtype, weight.grad.device, weight.grad.stride()) == form, f"gradient of {name}"


def theirs(folder, network):
    """diffusers' network without numbers, and how to call it with our inputs."""
    with META:
        if network == "unet":
            unet = UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(f"{folder}/unet"))

            def predict(latents, sinusoids, text):
                # Theirs come from indexing, which asks a GPU's driver.
                unet.time_proj.forward = lambda _: sinusoids
                return unet(latents, torch.empty(len(latents), device=latents.device), text)

            return unet, predict
        if network == "text_encoder":
            encoder = CLIPTextModel(CLIPTextConfig.from_pretrained(f"{folder}/text_encoder"))
            return encoder, encoder
        if network.startswith("scorer"):
            clip = CLIPModel(CLIPConfig.from_pretrained(f"{folder}/scorer"))
            features = clip.get_image_features if network == "scorer_image" else clip.get_text_features
            return clip, lambda tokens_or_pixels, _: features(tokens_or_pixels)
        vae = AutoencoderKL.from_config(AutoencoderKL.load_config(f"{folder}/vae"))
        return vae, vae.encode if network == "vae_encoder" else vae.decode


def move(model, device):
    """Module.to needs numbers."""
    for module in model.modules():
        for name, weight in module._parameters.items():
            module._parameters[name] = weight if weight is None else torch.empty(weight.shape, device=device)


def counted(device, pass_, dtype=None):
    with Kernels(device) as kernels, torch.autocast("cuda", dtype, enabled=dtype is not None):
        pass_()
    return kernels


def line(name, counts):
    print(f"  {name}: " + ", ".join(f"{count} {kind} in {dtype}" for (kind, dtype), count in sorted(counts.items())))


def compare(folder, export, network, precision):
    name = f"{network}_{precision}"
    # Only autocast asks for a GPU.
    device, dtype = (META, None) if precision == "fp32" else (GPU, DTYPES[precision])
    numberless = FakeTensorMode if device == GPU else contextlib.nullcontext
    with numberless(), torch.no_grad():
        ours = Ours(export, name, device)
        forward = counted(device, ours.forward)
    backward = counted(META, Ours(export, name, META).backward)
    elsewhere = forward.elsewhere | backward.elsewhere
    print(f"{name}: {len(ours.weights)} parameters, on the device alone: {not elsewhere}")
    line("SpinRun", forward.counts)
    wrong = [f"{name}: {each}" for each in sorted(elsewhere)]
    if network == "lora":
        return wrong
    model, call = theirs(folder, network)
    with numberless(), torch.no_grad(), WithoutDriver():
        move(model, device)
        counts = counted(device, lambda: call(*ours.inputs()), dtype).counts
    line("PyTorch", counts)
    return wrong + [f"{name}: {each} differs" for each in sorted((forward.counts - counts) + (counts - forward.counts))]


def pretend():
    """Lets autocast and attention believe in the GPU; attention takes its elementary form on both sides."""
    torch.cuda.is_bf16_supported = lambda *_, **__: True
    torch.amp.autocast_mode.torch.cuda.amp.common.amp_definitely_not_available = lambda: False
    torch.backends.cudnn.enabled = False
    torch.backends.cuda.enable_flash_sdp(False)
    torch.backends.cuda.enable_mem_efficient_sdp(False)
    torch.backends.cuda.enable_cudnn_sdp(False)
    torch.backends.cuda.allow_fp16_bf16_reduction_math_sdp(True)
    torch._C._jit_set_profiling_executor(False)


if sys.argv[1] == "configs":
    write_configs(*sys.argv[2:])
else:
    folder, export = sys.argv[2:]
    pretend()
    cases = [(network, precision) for precision in DTYPES for network in ("unet", "lora")]
    cases += [(network, "fp32") for network in FULL]
    problems = [problem for case in cases for problem in compare(folder, export, *case)]
    if problems:
        sys.exit("error:\n" + "\n".join(problems))
