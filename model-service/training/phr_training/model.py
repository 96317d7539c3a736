"""The risk model: step embedding, Mamba-2 layers, registers, a head of next-event rates, one of the next visit, and a shared head of
hazards behind task prompts.

The log-hazards of an outcome are a sum by construction: what each clinical group contributes, and what is left to no group. Where true
contributions are known the parts are learnt from them; a model without groups has the rest alone.
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .embedding import StepEmbedding
from .hazards import INTERVALS
from .mamba2 import KERNEL, Mamba2Layer, RmsNorm
from .registers import FEATURES, ROWS, Writing, features

# Kinds of visits whose rates `next_visit` gives, by their concepts.
KINDS = ("visit/ambulatory", "visit/checkup", "visit/inpatient")


@dataclass(frozen=True)
class Size:
    """Width and depth of a model."""

    width: int
    layers: int
    state: int = 32
    head: int = 32


SIZES = {"tiny": Size(32, 1, 16, 16), "small": Size(64, 2), "base": Size(96, 3)}


class RiskModel(nn.Module):
    def __init__(self, size, vocabulary, concept_of, groups=()):
        super().__init__()
        self.size, self.groups = size, tuple(groups)
        self.embedding = StepEmbedding(size.width, vocabulary, concept_of)
        self.layers = nn.ModuleList([Mamba2Layer(size.width, size.state, size.head) for _ in range(size.layers)])
        self.norm = RmsNorm(size.width)
        self.next = nn.Linear(size.width, size.width)
        self.next_bias = nn.Parameter(torch.full((vocabulary,), -8.0))
        self.concepts = int(concept_of.max()) + 1
        self.hidden = nn.Linear(size.width, 2 * size.width)
        self.registers = nn.Linear(FEATURES * self.concepts, 2 * size.width, bias=False)
        nn.init.normal_(self.registers.weight, 0, 0.02)
        self.joint = nn.Linear(2 * size.width, 2 * size.width)
        # Beside it a path that is linear in the registers, weighted by what the prompt asks: log-hazards are near to sums.
        self.weigh = nn.Linear(size.width, 2 * size.width)
        self.summary = nn.Linear(FEATURES * self.concepts, 2 * size.width, bias=False)
        nn.init.normal_(self.summary.weight, 0, 0.02)
        self.hazard = nn.Linear(2 * size.width, 2 * INTERVALS)
        self.drive = nn.Linear(2 * size.width, len(self.groups))
        for part in (self.hazard, self.drive):
            nn.init.zeros_(part.weight)
        nn.init.constant_(self.hazard.bias, -4.5)
        nn.init.zeros_(self.drive.bias)
        self.visit = nn.Linear(size.width + FEATURES * self.concepts, len(KINDS))
        nn.init.zeros_(self.visit.weight)
        nn.init.constant_(self.visit.bias, -5.0)

    def head_parameters(self):
        parts = (self.hidden, self.registers, self.joint, self.weigh, self.summary, self.hazard, self.drive)
        return [parameter for part in parts for parameter in part.parameters()]

    def description(self):
        return asdict(self.size)

    @property
    def slabs(self):
        """Layers of the SSM state's form that the registers of one person fill."""
        return -(-ROWS * self.concepts // self.slab)

    @property
    def slab(self):
        layer = self.layers[0]
        return layer.heads * layer.state * layer.head

    def start(self, batch):
        """State of a record without steps: conv [layers, B, 3, W], ssm [layers + slabs, B, H, N, P], registers in the last slabs."""
        layer = self.layers[0]
        return (torch.zeros(len(self.layers), batch, KERNEL - 1, layer.width),
                torch.zeros(len(self.layers) + self.slabs, batch, layer.heads, layer.state, layer.head))

    def unpack(self, slabs):
        """[slabs, B, H, N, P] -> registers [B, 9, C]"""
        flat = slabs.transpose(0, 1).flatten(1)
        return flat[:, :ROWS * self.concepts].reshape(-1, ROWS, self.concepts)

    def pack(self, registers):
        """The reverse of `unpack`: what the slabs have beyond the registers is 0."""
        layer = self.layers[0]
        flat = registers.flatten(1)
        rest = torch.zeros_like(flat[:, :1]).expand(-1, self.slabs * self.slab - ROWS * self.concepts)
        return torch.cat([flat, rest], 1).reshape(-1, self.slabs, layer.heads, layer.state, layer.head).transpose(0, 1)

    def next_rates(self, x):
        """Log-rates a day of every token being the next (competing exponentials): [..., d] -> [..., V]."""
        return F.linear(self.next(x), self.embedding.token.weight, self.next_bias)

    def next_visit(self, x, read):
        """Behind a prompt: log-rates a day of the next visit being of each kind (competing exponentials): [..., d], [..., 8 C]
        -> [..., 3]."""
        return self.visit(torch.cat([x, read], -1))

    def answer(self, x, read):
        """Last layer's normed output [..., d] and features of the registers [..., 8 C] -> log-hazards [..., 2K], and what each of G groups
        contributes to each of the outcome's own [..., G]."""
        first = F.silu(self.hidden(x) + self.registers(read))
        both = F.silu(self.joint(first)) + self.weigh(x) * self.summary(read)
        own, death = self.hazard(both).split(INTERVALS, -1)
        if not self.groups:
            # ONNX Runtime sums nothing to nothing, not to 0.
            return torch.cat([own, death], -1), both[..., :0]
        contributions = self.drive(both)
        return torch.cat([own + contributions.sum(-1, keepdim=True), death], -1), contributions

    def hazard_weight(self):
        """Weights from what the head joined to the log-hazards, the groups' way included: [2K, 2 d]."""
        own, death = self.hazard.weight.split(INTERVALS, 0)
        return torch.cat([own + self.drive.weight.sum(0, keepdim=True), death], 0)

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

    def ask(self, prompts, at, reads, read):
        """Log-hazards behind prompts on forks: prompts: eight columns [B, M, T]; at [B, M]; read: features [B, M, 8 C]
        -> `answer` [B, M, T, .]."""
        return self.answer(self.forks(prompts, at, reads), read.unsqueeze(2))

    def forks(self, prompts, at, reads):
        """Last layer's normed output behind prompts on forks: [B, M, T, d]."""
        x = self.embedding(*prompts)
        for layer, kept in zip(self.layers, reads):
            x = layer.fork(x, at, kept)
        return self.norm(x)

    def ask_registers(self, prompts, read):
        """The same for a reader who has the registers alone: every prompt stands behind an empty record."""
        x = self.embedding(*prompts)
        for layer in self.layers:
            x = layer.alone(x)
        return self.answer(self.norm(x), read.unsqueeze(2))

    def forward(self, token, type_, source, visit, delta, age, value, has_value, alpha, length, conv, ssm):
        """The served graph: up to one chunk of steps [B, L], right-padded to L, `length` [B] of them real.

        -> log-hazards and next-event log-rates at the last real step [B, 2K], [B, V]; the state after it; behind a prompt what each group
        contributes [B, G], and log-rates of the next visit [B, 3].
        """
        mask = (torch.arange(token.shape[1]).unsqueeze(0) < length.unsqueeze(1)).to(value.dtype)
        keep = length.unsqueeze(1) + torch.arange(KERNEL - 1).unsqueeze(0)
        x = self.embedding(token, type_, source, visit, delta, age, value, has_value, alpha)
        convs, ssms = [], []
        for i, layer in enumerate(self.layers):
            x, c, s = layer.chunk(x, conv[i], ssm[i], mask, keep)
            convs.append(c)
            ssms.append(s)
        concept = self.embedding.concept_of[token]
        scale = alpha.unsqueeze(1).expand(-1, token.shape[1])
        registers = Writing(concept, age, value, has_value, mask, self.concepts).apply(self.unpack(ssm[len(self.layers):]), scale)
        last = torch.clamp(length - 1, min=0).unsqueeze(1)
        x = torch.gather(self.norm(x), 1, last.unsqueeze(-1).expand(-1, -1, self.size.width))[:, 0]
        read = features(registers, torch.gather(age, 1, last)[:, 0])
        ssms = torch.cat([torch.stack(ssms), self.pack(registers)])
        log_hazards, contributions = self.answer(x, read)
        return log_hazards, self.next_rates(x), torch.stack(convs), ssms, contributions, self.next_visit(x, read)
