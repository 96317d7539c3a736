"""A causal Transformer of the model's width and depth.

`write` gives one with drawn weights, to be timed beside the model (`phr bench model`): its arithmetic does not depend on its weights.
`Window` is a baseline of accuracy: it reads the last CONTEXT steps before a moment, for it carries no state, and nothing of what
came before.
"""
import math
import warnings

import torch
import torch.nn.functional as F
from torch import nn

from .embedding import StepEmbedding
from .hazards import INTERVALS

HEADS = 4
WIDER = 4
CONTEXT = 512
HIDDEN = -1e4


class Block(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.before, self.after = nn.LayerNorm(size), nn.LayerNorm(size)
        self.enter, self.leave = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.wide, self.narrow = nn.Linear(size, WIDER * size), nn.Linear(WIDER * size, size)

    def forward(self, x, sees):
        """x [B, L, d], and which place sees which, broadcast to [B, heads, L, L] -> [B, L, d]"""
        batch, length, size = x.shape
        query, key, value = (part.reshape(batch, length, HEADS, size // HEADS).transpose(1, 2)
                             for part in torch.split(self.enter(self.before(x)), size, -1))
        weight = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(size // HEADS)
        weight = torch.where(sees, weight, torch.full_like(weight, HIDDEN))
        read = torch.matmul(torch.softmax(weight, -1), value).transpose(1, 2).reshape(batch, length, size)
        x = x + self.leave(read)
        return x + self.narrow(F.gelu(self.wide(self.after(x))))


def causal(length):
    """[L, L]: every place sees itself and what is before it."""
    order = torch.arange(length)
    return order.unsqueeze(1) >= order.unsqueeze(0)


class Window(nn.Module):
    """Steps of a window and prompts behind it, one a moment and task, to log-hazards."""

    def __init__(self, size, vocabulary, concept_of):
        super().__init__()
        self.embedding = StepEmbedding(size.width, vocabulary, concept_of)
        self.blocks = nn.ModuleList([Block(size.width) for _ in range(size.layers)])
        self.norm, self.wide = nn.LayerNorm(size.width), nn.Linear(size.width, 2 * size.width)
        self.hazard = nn.Linear(2 * size.width, 2 * INTERVALS)
        nn.init.zeros_(self.hazard.weight)
        nn.init.constant_(self.hazard.bias, -4.5)

    def forward(self, steps, prompts, at):
        """Eight columns of steps [B, L] and of prompts [B, N]; a prompt sees itself and the steps up to the place `at` [B, N], none
        where that is -1 -> [B, N, 2K]"""
        read = self.embedding(*(torch.cat(pair, 1) for pair in zip(steps, prompts)))
        (_, length), (_, asked) = steps[0].shape, at.shape
        before = torch.arange(length) <= at.unsqueeze(-1)
        own = torch.eye(asked, dtype=torch.bool).expand(len(at), -1, -1)
        record = torch.cat([causal(length), torch.zeros(length, asked, dtype=torch.bool)], 1).expand(len(at), -1, -1)
        sees = torch.cat([record, torch.cat([before, own], 2)], 1).unsqueeze(1)
        for block in self.blocks:
            read = block(read, sees)
        return self.hazard(F.silu(self.wide(self.norm(read[:, length:]))))


class Timed(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.blocks = nn.ModuleList([Block(size.width) for _ in range(size.layers)])

    def forward(self, x):
        for block in self.blocks:
            x = block(x, causal(x.shape[1]))
        return x


def write(size, folder):
    """transformer.onnx: steps [B, L, d] -> hidden [B, L, d]; size as in model.Size."""
    torch.manual_seed(0)
    model = Timed(size).eval()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, torch.zeros(1, 8, size.width), str(folder / "transformer.onnx"), input_names=["steps"],
                          output_names=["hidden"], dynamic_axes={"steps": {0: "B", 1: "L"}, "hidden": {0: "B", 1: "L"}}, opset_version=17)
