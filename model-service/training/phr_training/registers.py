"""Registers beside the selective state: of every concept the last value, when it was last seen, how often, and the mean value.

A decaying state forgets a value at the pace of its head, a register keeps it until the next of its concept. The registers are part of the
carried state, [B, 6, C] in slabs of the SSM state's form; a step writes its own concept's column, a prompt writes none.
Shapes: C concepts, column 0 (padding and prompts) stays empty.
"""
import numpy as np
import torch

VALUE, SEEN, AGE, COUNT, SUM, VALUED = range(6)
ROWS = 6
FEATURES = 6
FADES_YEARS = (0.5, 4.0)


class Notes:
    """The registers of one person while a record is read step by step, in numpy: what training reads at its forks."""

    def __init__(self, concepts):
        self.table = np.zeros((ROWS, concepts), np.float32)

    def write(self, concept, age, value, has_value):
        table, concepts = self.table, self.table.shape[1]
        # Later assignments win: what stays is the last of each concept.
        table[SEEN, concept], table[AGE, concept] = 1, age
        table[COUNT] += np.bincount(concept, minlength=concepts)
        valued = has_value > 0
        own, numbers = concept[valued], value[valued]
        table[VALUE, own] = numbers
        table[SUM] += np.bincount(own, numbers, concepts)
        table[VALUED] += np.bincount(own, minlength=concepts)
        table[:, 0] = 0

    def read(self, concept, age, value, has_value, places):
        """Writes steps [L] and gives the registers after each of some places: [m, 6, C]."""
        found = np.empty((len(places), *self.table.shape), np.float32)
        done = 0
        for i in np.argsort(places, kind="stable"):
            self.write(*(column[done:places[i] + 1] for column in (concept, age, value, has_value)))
            done = max(done, int(places[i]) + 1)
            found[i] = self.table
        self.write(*(column[done:] for column in (concept, age, value, has_value)))
        return found


def features(registers, age):
    """What the head reads: registers [..., 6, C] and age in years [...] -> [..., 6 C]."""
    value, seen, last, count, total, valued = registers.unbind(-2)
    ago = torch.clamp(age.unsqueeze(-1) - last, min=0.0)
    mean = total / torch.clamp(valued, min=1.0)
    fading = [seen * torch.exp(-ago / years) for years in FADES_YEARS]
    return torch.cat([value, mean, seen, *fading, 0.25 * torch.log1p(count)], -1)


def d_features(d_out, registers, age):
    """Reverse of `features`, for the rows that alpha scales: [..., 6 C] -> [..., 6, C], 0 for the others."""
    _, _, last, count, _, valued = registers.unbind(-2)
    d_value, d_mean, d_seen, d_first, d_second, d_count = d_out.reshape(*d_out.shape[:-1], FEATURES, -1).unbind(-2)
    ago = torch.clamp(age.unsqueeze(-1) - last, min=0.0)
    for years, d_fading in zip(FADES_YEARS, (d_first, d_second)):
        d_seen = d_seen + d_fading * torch.exp(-ago / years)
    none = torch.zeros_like(d_value)
    return torch.stack([d_value, d_seen, none, 0.25 * d_count / (1 + count), d_mean / torch.clamp(valued, min=1.0), none], -2)


class Writing:
    """One chunk's steps [B, L] as writes: which step is the last of its concept, and the last with a value."""

    def __init__(self, concept, value, has_value, mask, concepts):
        length = concept.shape[1]
        own = (concept.unsqueeze(-1) == torch.arange(concepts)) & (concept > 0).unsqueeze(-1)
        self.own = own.to(value.dtype) * mask.unsqueeze(-1)                       # [B, L, C]
        self.valued = self.own * has_value.unsqueeze(-1)
        order = torch.arange(1, length + 1, dtype=value.dtype).reshape(1, -1, 1)
        self.last, self.last_valued = (self.only_last(which * order) * which for which in (self.own, self.valued))
        self.value = value

    @staticmethod
    def only_last(place):
        return (place == place.max(1, keepdim=True).values).to(place.dtype)

    def apply(self, registers, age, scale):
        """Registers [B, 6, C] after the chunk; scale [B, L] is of what the steps say, not of when they said it."""
        keeps, keeps_value = 1 - self.last.sum(1), 1 - self.last_valued.sum(1)
        value, seen, last, count, total, valued = registers.unbind(1)
        at = lambda which, column: torch.matmul(column.unsqueeze(1), which).squeeze(1)
        said = scale * self.value
        return torch.stack([
            value * keeps_value + at(self.last_valued, said), seen * keeps + at(self.last, scale), last * keeps + at(self.last, age),
            count + at(self.own, scale), total + at(self.valued, said), valued + self.valued.sum(1)], 1)

    def reverse(self, d_registers):
        """Adjoint of the registers after the chunk -> (what each step's writes contribute when alpha moves [B, L], adjoint of the
        registers before it)."""
        d_value, d_seen, d_last, d_count, d_total, d_valued = d_registers.unbind(1)
        of = lambda which, column: torch.matmul(which, column.unsqueeze(-1)).squeeze(-1)
        contribution = (self.value * (of(self.last_valued, d_value) + of(self.valued, d_total))
                        + of(self.last, d_seen) + of(self.own, d_count))
        keeps, keeps_value = 1 - self.last.sum(1), 1 - self.last_valued.sum(1)
        return contribution, torch.stack([d_value * keeps_value, d_seen * keeps, d_last * keeps, d_count, d_total, d_valued], 1)
