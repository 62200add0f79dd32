"""Writes torch/*.pt: state dicts as torch.save writes them, and files that must be refused.

Made with torch 2.5.1. Arguments: none; run it in this folder.
"""

import os
import warnings

import torch

warnings.simplefilter("ignore")
torch.manual_seed(0)


def counted(*shape, dtype=torch.float32):
    """0, 1/8, 2/8, ...: exact in every floating-point type here."""
    size = 1
    for dim in shape:
        size *= dim
    return (torch.arange(size) / 8).reshape(shape).to(dtype)


tensors = {
    "single": counted(2, 3),
    "half": counted(4, dtype=torch.float16),
    "bfloat": counted(2, 2, dtype=torch.bfloat16),
    "ids": torch.arange(5),
    "scalar": torch.tensor(2.5),
}


class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 2)
        self.linear.weight.data = counted(2, 3)
        self.linear.bias.data = counted(2)


class Code:
    def __reduce__(self):
        return os.system, ("echo run",)


save = torch.save
save(tensors, "torch/plain.pt")
save(tensors, "torch/protocol4.pt", pickle_protocol=4)
save(Layer().state_dict(), "torch/module.bin")
save({"state_dict": Layer().state_dict(), "epoch": 3, "optimizer": {"lr": 1e-4}}, "torch/nested.ckpt")
save(dict(Layer().named_parameters()), "torch/parameters.pth")
whole = counted(4, 3)
save({"whole": whole, "rows": whole[1:3]}, "torch/shared.pt")
save({"turned": whole.t()}, "torch/turned.pt")
save(tensors, "torch/legacy.pt", _use_new_zipfile_serialization=False)
save({"weight": whole, "hook": Code()}, "torch/code.pt")
save({"weight": whole, "note": "text"}, "torch/text.pt")
save(Layer(), "torch/pickled_module.pt")
save([whole], "torch/list.pt")
save({"weight": whole.to(torch.complex64)}, "torch/complex.pt")
