"""One Mamba-2 layer (state-space duality, arXiv 2405.21060) with its state carried in and out.

Shapes: B batch, L steps, H heads, P channels a head, N states, Q steps a chunk, D = H * P inner width, W = D + 2N channels of the
convolution. State of a layer: the last 3 rows of the convolution's input [B, 3, W] and the SSM state [B, H, N, P].
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

KERNEL = 4
CHUNK = 64
# exp(-60) is the smallest decay computed: below lie denormal numbers, which cost a hundred times as much and change nothing.
EXPONENT_MIN = -60.0
MASKED = -1e4


def decay(exponent):
    return torch.exp(torch.clamp(exponent, min=EXPONENT_MIN))


class RmsNorm(nn.Module):
    EPSILON = 1e-5

    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + self.EPSILON) * self.weight


class Mamba2Layer(nn.Module):
    def __init__(self, size, state, head, expand=2):
        super().__init__()
        self.inner = size * expand
        self.state, self.head, self.heads = state, head, size * expand // head
        self.width = self.inner + 2 * state
        self.norm = RmsNorm(size)
        self.enter = nn.Linear(size, self.inner + self.width + self.heads, bias=False)
        self.kernel = nn.Parameter(torch.randn(KERNEL, self.width) / math.sqrt(KERNEL))
        self.kernel_bias = nn.Parameter(torch.zeros(self.width))
        step = torch.exp(torch.rand(self.heads) * (math.log(0.1) - math.log(0.001)) + math.log(0.001))
        self.step_bias = nn.Parameter(step + torch.log(-torch.expm1(-step)))
        self.log_rate = nn.Parameter(torch.log(torch.empty(self.heads).uniform_(1, 16)))
        self.skip = nn.Parameter(torch.ones(self.heads))
        self.gate_norm = RmsNorm(self.inner)
        self.leave = nn.Linear(self.inner, size, bias=False)

    def project(self, u):
        """[..., d] -> gate [..., D], convolution input [..., W], raw step [..., H]."""
        return torch.split(self.enter(self.norm(u)), [self.inner, self.width, self.heads], -1)

    def after_convolution(self, mixed, raw_step, mask):
        """Selective parameters of each step: x [..., H, P], step size [..., H] (0 where masked), B and C [..., N]."""
        x, b, c = torch.split(F.silu(mixed), [self.inner, self.state, self.state], -1)
        step = F.softplus(raw_step + self.step_bias)
        if mask is not None:
            step = step * mask.unsqueeze(-1)
        return x.reshape(*x.shape[:-1], self.heads, self.head), step, b, c

    def convolve(self, full, steps):
        mixed = self.kernel_bias
        for k in range(KERNEL):
            mixed = mixed + full[:, k:k + steps] * self.kernel[k]
        return mixed

    def finish(self, u, y, x, gate):
        y = (y + x * self.skip.unsqueeze(-1)).flatten(-2)
        return u + self.leave(self.gate_norm(y * F.silu(gate)))

    def rate(self):
        return -torch.exp(self.log_rate)

    def chunk(self, u, conv, ssm, mask, keep):
        """The served form: L steps as one chunk. mask [B, L] is 0 on padding; keep [B, 3] are the rows of the convolution's
        input that stay as its state. -> (u', conv', ssm')"""
        gate, incoming, raw_step = self.project(u)
        full = torch.cat([conv, incoming], 1)
        x, step, b, c = self.after_convolution(self.convolve(full, u.shape[1]), raw_step, mask)
        scaled = (x * step.unsqueeze(-1)).permute(0, 2, 1, 3)                    # [B, H, L, P]
        total = torch.cumsum((step * self.rate()).transpose(1, 2), -1)           # [B, H, L]
        y = torch.matmul(within_chunk(total, b, c), scaled)
        y = y + torch.matmul(c.unsqueeze(1), ssm) * decay(total).unsqueeze(-1)
        last = total[:, :, -1:]
        left = scaled * decay(last - total).unsqueeze(-1)
        ssm = ssm * decay(last).unsqueeze(-1) + torch.matmul(b.transpose(1, 2).unsqueeze(1), left)
        conv = torch.gather(full, 1, keep.unsqueeze(-1).expand(-1, -1, self.width))
        return self.finish(u, y.permute(0, 2, 1, 3), x, gate), conv, ssm

    def chunks(self, u, conv, ssm, mask):
        """The training form: all chunks at once, L a multiple of Q. -> (u', conv', ssm', what forks read)"""
        batch, length, _ = u.shape
        count = length // CHUNK
        gate, incoming, raw_step = self.project(u)
        full = torch.cat([conv, incoming], 1)
        x, step, b, c = self.after_convolution(self.convolve(full, length), raw_step, mask)
        scaled = (x * step.unsqueeze(-1)).reshape(batch, count, CHUNK, self.heads, self.head).transpose(2, 3)
        total = torch.cumsum((step * self.rate()).reshape(batch, count, CHUNK, self.heads), 2).transpose(2, 3)
        b, c = b.reshape(batch, count, CHUNK, -1), c.reshape(batch, count, CHUNK, -1)
        y = torch.matmul(within_chunk(total, b, c), scaled)                       # [B, c, H, Q, P]
        last = total[..., -1:]
        gained = torch.matmul(b.transpose(-1, -2).unsqueeze(2), scaled * decay(last - total).unsqueeze(-1))
        starts = []
        for kept, gain in zip(decay(last).unsqueeze(-1).unbind(1), gained.unbind(1)):
            starts.append(ssm)
            ssm = ssm * kept + gain
        starts = torch.stack(starts, 1)                                           # [B, c, H, N, P]
        y = y + torch.matmul(c.unsqueeze(2), starts) * decay(total).unsqueeze(-1)
        y = y.transpose(2, 3).reshape(batch, length, self.heads, self.head)
        return self.finish(u, y, x, gate), full[:, -(KERNEL - 1):], ssm, (full, scaled, total, b, starts)

    def fork(self, u, at, read):
        """One step on a fork of the state after step `at`, as the served graph would take it, leaving the main line as it is.

        u [B, M, T, d]: T prompts at each of M places; at [B, M]: steps of this segment; read: from `chunks`. -> u'
        """
        full, scaled, total, b, starts = read
        batch, places = at.shape
        gate, incoming, raw_step = self.project(u)
        rows = torch.stack([at + k for k in range(1, KERNEL)], -1).reshape(batch, -1, 1).expand(-1, -1, self.width)
        before = torch.gather(full, 1, rows).reshape(batch, places, KERNEL - 1, self.width)
        mixed = self.kernel_bias + torch.einsum("bmkw,kw->bmw", before, self.kernel[:-1]).unsqueeze(2) + incoming * self.kernel[-1]
        x, step, own_b, c = self.after_convolution(mixed, raw_step, None)
        state = self.state_after(at, scaled, total, b, starts)                    # [B, M, H, N, P]
        read_out = torch.einsum("bmtn,bmhnp->bmthp", c, state) * decay(step * self.rate()).unsqueeze(-1)
        own = (c * own_b).sum(-1)[..., None, None] * x * step.unsqueeze(-1)
        return self.finish(u, read_out + own, x, gate)

    def alone(self, u):
        """The first step of a record: u [..., d] -> u'. What `chunk` gives for one step on an empty state."""
        gate, incoming, raw_step = self.project(u)
        x, step, b, c = self.after_convolution(self.kernel_bias + incoming * self.kernel[-1], raw_step, None)
        return self.finish(u, (c * b).sum(-1)[..., None, None] * x * step.unsqueeze(-1), x, gate)

    def state_after(self, at, scaled, total, b, starts):
        batch, places = at.shape
        count = scaled.shape[1]
        chunk = (torch.arange(batch).unsqueeze(1) * count + at // CHUNK).flatten()
        row = (at % CHUNK).flatten()
        pick = lambda table: table.flatten(0, 1).index_select(0, chunk)
        sums = pick(total)                                                        # [B*M, H, Q]
        upto = torch.gather(sums, 2, row[:, None, None].expand(-1, self.heads, 1))
        seen = torch.arange(CHUNK).unsqueeze(0) <= row.unsqueeze(1)
        # Steps after the fork have a positive exponent: cut off before exp, which could overflow, and masked after.
        left = decay(torch.clamp(upto - sums, max=0.0)) * seen.unsqueeze(1).to(sums.dtype)
        state = pick(starts) * decay(upto).unsqueeze(-1)
        state = state + torch.matmul(pick(b).transpose(1, 2).unsqueeze(1), pick(scaled) * left.unsqueeze(-1))
        return state.unflatten(0, (batch, places))


def within_chunk(total, b, c):
    """Weights of each step on each later one of its chunk: total [..., H, Q], b and c [..., Q, N] -> [..., H, Q, Q]."""
    between = total.unsqueeze(-1) - total.unsqueeze(-2)
    steps = torch.arange(total.shape[-1])
    causal = steps.unsqueeze(1) >= steps.unsqueeze(0)
    # Masked before exp: an overflow masked after it would leave NaN in the gradient.
    weight = torch.exp(torch.where(causal, torch.clamp(between, min=EXPONENT_MIN), torch.full_like(between, MASKED)))
    return torch.matmul(c, b.transpose(-1, -2)).unsqueeze(-3) * weight
