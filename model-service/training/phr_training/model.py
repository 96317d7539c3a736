"""The risk model: step embedding, Mamba-2 layers, a head of next-event rates and a shared head of hazards behind task prompts."""
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .embedding import StepEmbedding
from .hazards import INTERVALS
from .mamba2 import KERNEL, Mamba2Layer, RmsNorm


@dataclass(frozen=True)
class Size:
    """Width and depth of a model."""

    width: int
    layers: int
    state: int = 32
    head: int = 32


SIZES = {"tiny": Size(32, 1, 16, 16), "small": Size(64, 2), "base": Size(96, 3)}


class RiskModel(nn.Module):
    def __init__(self, size, vocabulary, concept_of):
        super().__init__()
        self.size = size
        self.embedding = StepEmbedding(size.width, vocabulary, concept_of)
        self.layers = nn.ModuleList([Mamba2Layer(size.width, size.state, size.head) for _ in range(size.layers)])
        self.norm = RmsNorm(size.width)
        self.next = nn.Linear(size.width, size.width)
        self.next_bias = nn.Parameter(torch.full((vocabulary,), -8.0))
        self.hidden = nn.Linear(size.width, size.width)
        self.hazard = nn.Linear(size.width, 2 * INTERVALS)
        nn.init.zeros_(self.hazard.weight)
        nn.init.constant_(self.hazard.bias, -4.5)

    def description(self):
        return asdict(self.size)

    def start(self, batch):
        """State of a record without steps: conv [layers, B, 3, W], ssm [layers, B, H, N, P]."""
        layer = self.layers[0]
        return (torch.zeros(len(self.layers), batch, KERNEL - 1, layer.width),
                torch.zeros(len(self.layers), batch, layer.heads, layer.state, layer.head))

    def next_rates(self, x):
        """Log-rates a day of every token being the next (competing exponentials): [..., d] -> [..., V]."""
        return F.linear(self.next(x), self.embedding.token.weight, self.next_bias)

    def log_hazards(self, x):
        """[..., d] -> [..., 2K]"""
        return self.hazard(F.silu(self.hidden(x)))

    def segment(self, steps, state, mask):
        """Training form over a segment. steps: eight columns [B, L]; -> hidden [B, L, d], state, what forks read."""
        x = self.embedding(*steps)
        conv, ssm, reads = [], [], []
        for i, layer in enumerate(self.layers):
            x, c, s, read = layer.chunks(x, state[0][i], state[1][i], mask)
            conv.append(c)
            ssm.append(s)
            reads.append(read)
        return self.norm(x), (torch.stack(conv), torch.stack(ssm)), reads

    def ask(self, prompts, at, reads):
        """Log-hazards behind prompts on forks: prompts: eight columns [B, M, T]; at [B, M] -> [B, M, T, 2K]."""
        x = self.embedding(*prompts)
        for layer, read in zip(self.layers, reads):
            x = layer.fork(x, at, read)
        return self.log_hazards(self.norm(x))

    def forward(self, token, type_, source, visit, delta, age, value, has_value, alpha, length, conv, ssm):
        """The served graph: up to one chunk of steps [B, L], right-padded to L, `length` [B] of them real.

        -> log-hazards and next-event log-rates at the last real step [B, 2K], [B, V]; the state after it.
        """
        mask = (torch.arange(token.shape[1]).unsqueeze(0) < length.unsqueeze(1)).to(value.dtype)
        keep = length.unsqueeze(1) + torch.arange(KERNEL - 1).unsqueeze(0)
        x = self.embedding(token, type_, source, visit, delta, age, value, has_value, alpha)
        convs, ssms = [], []
        for i, layer in enumerate(self.layers):
            x, c, s = layer.chunk(x, conv[i], ssm[i], mask, keep)
            convs.append(c)
            ssms.append(s)
        last = torch.clamp(length - 1, min=0).reshape(-1, 1, 1).expand(-1, 1, self.size.width)
        x = torch.gather(self.norm(x), 1, last)[:, 0]
        return self.log_hazards(x), self.next_rates(x), torch.stack(convs), torch.stack(ssms)
