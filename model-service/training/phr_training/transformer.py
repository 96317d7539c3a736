"""A causal Transformer of the same width and depth, with drawn weights: what reading a record would cost without a carried state.

It is timed beside the model (`phr bench model`) and answers nothing: its arithmetic does not depend on its weights.
"""
import math
import warnings

import torch
import torch.nn.functional as F
from torch import nn

HEADS = 4
WIDER = 4


class Block(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.before, self.after = nn.LayerNorm(size), nn.LayerNorm(size)
        self.enter, self.leave = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.wide, self.narrow = nn.Linear(size, WIDER * size), nn.Linear(WIDER * size, size)

    def forward(self, x):
        """[B, L, d] -> [B, L, d]"""
        batch, length, size = x.shape
        query, key, value = (part.reshape(batch, length, HEADS, size // HEADS).transpose(1, 2)
                             for part in torch.split(self.enter(self.before(x)), size, -1))
        weight = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(size // HEADS)
        order = torch.arange(length)
        weight = torch.where(order.unsqueeze(1) >= order.unsqueeze(0), weight, torch.full_like(weight, -1e4))
        read = torch.matmul(torch.softmax(weight, -1), value).transpose(1, 2).reshape(batch, length, size)
        x = x + self.leave(read)
        return x + self.narrow(F.gelu(self.wide(self.after(x))))


def write(size, folder):
    """transformer.onnx: steps [B, L, d] -> hidden [B, L, d]; size as in model.Size."""
    torch.manual_seed(0)
    model = nn.Sequential(*[Block(size.width) for _ in range(size.layers)]).eval()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, torch.zeros(1, 8, size.width), str(folder / "transformer.onnx"), input_names=["steps"],
                          output_names=["hidden"], dynamic_axes={"steps": {0: "B", 1: "L"}, "hidden": {0: "B", 1: "L"}}, opset_version=17)
