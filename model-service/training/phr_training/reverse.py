"""The reverse pass of one chunk, written by hand so that it can be exported as a graph of its own.

(steps of a chunk, state at its start, adjoint of the log-hazards at its last real step, adjoint of the state at its end)
-> (attribution of each step, adjoint of the state at its start). Running it over a record's chunks from the last to the first
gives the gradient of any function of the log-hazards with respect to every step, in linear time. Names: d_x is the adjoint of x.
"""
import torch
import torch.nn.functional as F
from torch import nn

from .mamba2 import EXPONENT_MIN, KERNEL, MASKED, RmsNorm, decay
from .registers import Writing, d_features, features


def d_silu(x):
    gate = torch.sigmoid(x)
    return gate * (1 + x * (1 - gate))


def d_norm(d_out, x, norm):
    scale = torch.rsqrt((x * x).mean(-1, keepdim=True) + RmsNorm.EPSILON)
    weighted = d_out * norm.weight
    return scale * weighted - x * scale ** 3 * (weighted * x).mean(-1, keepdim=True)


class Saved:
    """What the forward pass of one layer leaves for its reverse pass."""

    def __init__(self, layer, u, conv, ssm, mask, keep):
        steps = u.shape[1]
        self.u, self.mask, self.keep, self.ssm = u, mask, keep, ssm
        self.gate, incoming, self.raw_step = layer.project(u)
        full = torch.cat([conv, incoming], 1)
        self.mixed = layer.convolve(full, steps)
        self.x, self.step, self.b, self.c = layer.after_convolution(self.mixed, self.raw_step, mask)
        self.scaled = (self.x * self.step.unsqueeze(-1)).permute(0, 2, 1, 3)
        self.total = torch.cumsum((self.step * layer.rate()).transpose(1, 2), -1)
        between = self.total.unsqueeze(-1) - self.total.unsqueeze(-2)
        order = torch.arange(steps)
        causal = order.unsqueeze(1) >= order.unsqueeze(0)
        self.between = between
        self.fade = torch.exp(torch.where(causal, torch.clamp(between, min=EXPONENT_MIN), torch.full_like(between, MASKED)))
        self.similar = torch.matmul(self.c, self.b.transpose(1, 2)).unsqueeze(1)
        self.weight = self.similar * self.fade
        self.grown = decay(self.total).unsqueeze(-1)
        self.read = torch.matmul(self.c.unsqueeze(1), ssm)
        y = torch.matmul(self.weight, self.scaled) + self.read * self.grown
        self.last = self.total[:, :, -1:]
        self.left = decay(self.last - self.total).unsqueeze(-1)
        self.y = (y.permute(0, 2, 1, 3) + self.x * layer.skip.unsqueeze(-1)).flatten(-2)
        self.gated = self.y * F.silu(self.gate)
        self.out = u + layer.leave(layer.gate_norm(self.gated))
        self.new_ssm = ssm * decay(self.last).unsqueeze(-1) + torch.matmul(self.b.transpose(1, 2).unsqueeze(1), self.scaled * self.left)


def layer_reverse(layer, s, d_out, d_conv, d_ssm):
    """-> adjoints of u, of the convolution's state and of the SSM state at the chunk's start."""
    batch, steps = d_out.shape[:2]
    d_gated = d_norm(torch.matmul(d_out, layer.leave.weight), s.gated, layer.gate_norm)
    d_gate = d_gated * s.y * d_silu(s.gate)
    d_y = (d_gated * F.silu(s.gate)).reshape(batch, steps, layer.heads, layer.head)
    d_x = d_y * layer.skip.unsqueeze(-1)
    d_y = d_y.permute(0, 2, 1, 3)                                                 # [B, H, L, P]

    seen = torch.matmul(s.b.unsqueeze(1), d_ssm)                                  # [B, H, L, P]
    d_read = d_y * s.grown
    d_scaled = torch.matmul(s.weight.transpose(-1, -2), d_y) + s.left * seen
    d_weight = torch.matmul(d_y, s.scaled.transpose(-1, -2))
    d_similar = (d_weight * s.fade).sum(1)
    # A clamped exponent is constant: no gradient passes it.
    d_between = d_weight * s.weight * (s.between > EXPONENT_MIN).to(d_weight.dtype)
    d_left = (s.scaled * seen).sum(-1) * s.left.squeeze(-1) * ((s.last - s.total) > EXPONENT_MIN).to(d_weight.dtype)
    passes = (s.total > EXPONENT_MIN).to(d_weight.dtype)
    d_total = d_between.sum(-1) - d_between.sum(-2) + (d_read * s.read).sum(-1) * passes - d_left
    kept = decay(s.last)
    d_last = d_left.sum(-1, keepdim=True) + kept * (d_ssm * s.ssm).sum(-1).sum(-1, keepdim=True) * passes[:, :, -1:]
    d_exponent = d_total.sum(-1, keepdim=True) - torch.cumsum(d_total, -1) + d_total + d_last
    d_c = torch.matmul(d_similar, s.b) + torch.matmul(d_read, s.ssm.transpose(-1, -2)).sum(1)
    d_b = torch.matmul(d_similar.transpose(1, 2), s.c) + torch.matmul(s.scaled * s.left, d_ssm.transpose(-1, -2)).sum(1)
    d_ssm_start = d_ssm * kept.unsqueeze(-1) + torch.matmul(s.c.transpose(1, 2).unsqueeze(1), d_read)

    d_scaled = d_scaled.permute(0, 2, 1, 3)
    d_x = d_x + d_scaled * s.step.unsqueeze(-1)
    d_step = (d_scaled * s.x).sum(-1) + d_exponent.transpose(1, 2) * layer.rate()
    d_raw = d_step * torch.sigmoid(s.raw_step + layer.step_bias) * s.mask.unsqueeze(-1)
    d_mixed = torch.cat([d_x.reshape(batch, steps, -1), d_b, d_c], -1) * d_silu(s.mixed)
    d_full = convolution_reverse(layer, d_mixed, d_conv, s.keep)
    d_entered = torch.cat([d_gate, d_full[:, KERNEL - 1:], d_raw], -1)
    d_u = d_out + d_norm(torch.matmul(d_entered, layer.enter.weight), s.u, layer.norm)
    return d_u, d_full[:, :KERNEL - 1], d_ssm_start


def convolution_reverse(layer, d_mixed, d_conv, keep):
    """Adjoint of the convolution's input, its state included: what the steps mixed and what was kept for the next chunk."""
    steps = d_mixed.shape[1]
    none = torch.zeros_like(d_conv)
    d_full = torch.zeros_like(torch.cat([none, d_mixed], 1))
    for k in range(KERNEL):
        d_full = d_full + torch.cat([none[:, :k], d_mixed, none[:, :KERNEL - 1 - k]], 1) * layer.kernel[k]
    rows = torch.arange(steps + KERNEL - 1).reshape(1, -1, 1)
    for k in range(KERNEL - 1):
        kept = (rows == keep[:, k].reshape(-1, 1, 1)).to(d_full.dtype)
        d_full = d_full + kept * d_conv[:, k:k + 1]
    return d_full


class Explanation(nn.Module):
    """The second graph. Attribution is the adjoint times the step's distance from the mean step, summed over the width."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, token, type_, source, visit, delta, age, value, has_value, alpha, length, conv, ssm, d_hazard, d_conv, d_ssm):
        model = self.model
        mask = (torch.arange(token.shape[1]).unsqueeze(0) < length.unsqueeze(1)).to(value.dtype)
        keep = length.unsqueeze(1) + torch.arange(KERNEL - 1).unsqueeze(0)
        plain = model.embedding.plain(token, type_, source, visit, delta, age, value, has_value)
        distance = model.embedding.difference(type_, plain)
        x = plain + (alpha - 1.0).reshape(-1, 1, 1) * distance
        saved = []
        for i, layer in enumerate(model.layers):
            saved.append(Saved(layer, x, conv[i], ssm[i], mask, keep))
            x = saved[-1].out
        concept = model.embedding.concept_of[token]
        scale = alpha.unsqueeze(1).expand(-1, token.shape[1])
        writing, before = Writing(concept, age, value, has_value, mask, model.concepts), model.unpack(ssm[len(model.layers):])
        registers = writing.apply(before, scale)
        d_x, d_registers = self.head(x, registers, age, length, d_hazard)
        noted, d_registers = writing.reverse(d_registers + model.unpack(d_ssm[len(model.layers):]), before)
        d_convs, d_ssms = [], []
        for i in range(len(model.layers) - 1, -1, -1):
            d_x, d_c, d_s = layer_reverse(model.layers[i], saved[i], d_x, d_conv[i], d_ssm[i])
            d_convs.insert(0, d_c)
            d_ssms.insert(0, d_s)
        attribution = ((d_x * distance).sum(-1) + noted) * mask
        return attribution, torch.stack(d_convs), torch.cat([torch.stack(d_ssms), model.pack(d_registers)])

    def head(self, x, registers, age, length, d_hazard):
        """Adjoints of the last layer's output, of which only the last real step of a row is read, and of the registers."""
        model = self.model
        normed = model.norm(x)
        last = torch.clamp(length - 1, min=0).unsqueeze(1)
        age = torch.gather(age, 1, last)[:, 0]
        read = features(registers, age)
        entered = model.hidden(normed) + model.registers(read).unsqueeze(1)
        d_head = torch.matmul(d_hazard, model.hazard_weight()).unsqueeze(1)
        d_entered = torch.matmul(d_head * d_silu(model.joint(F.silu(entered))), model.joint.weight) * d_silu(entered)
        d_normed = torch.matmul(d_entered, model.hidden.weight)
        d_normed = d_normed + torch.matmul(d_head * model.summary(read).unsqueeze(1), model.weigh.weight)
        at_last = lambda column: torch.gather(column, 1, last.unsqueeze(-1).expand(-1, -1, column.shape[-1]))[:, 0]
        d_read = torch.matmul(at_last(d_entered), model.registers.weight)
        d_read = d_read + torch.matmul(at_last(d_head * model.weigh(normed)), model.summary.weight)
        d_registers = d_features(d_read, registers, age)
        is_last = (torch.arange(x.shape[1]).unsqueeze(0) == (length - 1).unsqueeze(1)).to(x.dtype).unsqueeze(-1)
        return d_norm(d_normed * is_last, x, model.norm), d_registers
