"""Registers beside the selective state: of every concept the last value, when it was last and first seen, how often, the mean of all values
and the mean of the recent ones.

A decaying state forgets a value at the pace of its head, a register keeps it until the next of its concept. The registers are part of the
carried state, [B, 9, C] in slabs of the SSM state's form; a step writes its own concept's column, a prompt writes none.
Shapes: C concepts, column 0 (padding and prompts) stays empty.
"""
import numpy as np
import torch

VALUE, SEEN, AGE, COUNT, SUM, VALUED, FIRST, RECENT_SUM, RECENT_COUNT = range(9)
ROWS = 9
FEATURES = 8
FADES_YEARS = (0.5, 4.0)
# The recent mean weighs a value that is so many years older than the last of its concept by 1 / e.
RECENT_YEARS = 3.0
RECENT_COUNT_MIN = 1e-6
# exp(-60) is the smallest weight computed: below lie denormal numbers.
FADED_MIN = -60.0


class Notes:
    """The registers of one person while a record is read step by step, in numpy: what training reads at its forks."""

    def __init__(self, concepts):
        self.table = np.zeros((ROWS, concepts), np.float32)

    def write(self, concept, age, value, has_value):
        table, concepts = self.table, self.table.shape[1]
        before = table[AGE].copy()
        # Later assignments win: what stays is the last of each concept, or the first where the steps run backwards.
        table[SEEN, concept], table[AGE, concept] = 1, age
        first = np.zeros(concepts, np.float32)
        first[concept[::-1]] = age[::-1]
        table[FIRST] = np.where(before > 0, table[FIRST], first)
        table[COUNT] += np.bincount(concept, minlength=concepts)
        valued = has_value > 0
        own, numbers = concept[valued], value[valued]
        table[VALUE, own] = numbers
        table[SUM] += np.bincount(own, numbers, concepts)
        table[VALUED] += np.bincount(own, minlength=concepts)
        kept = np.exp(np.maximum((before - table[AGE]) / RECENT_YEARS, FADED_MIN))
        weight = np.exp(np.maximum((age[valued] - table[AGE, own]) / RECENT_YEARS, FADED_MIN))
        table[RECENT_SUM] = table[RECENT_SUM] * kept + np.bincount(own, numbers * weight, concepts)
        table[RECENT_COUNT] = table[RECENT_COUNT] * kept + np.bincount(own, weight, concepts)
        table[:, 0] = 0

    def read(self, concept, age, value, has_value, places):
        """Writes steps [L] and gives the registers after each of some places: [m, 9, C]."""
        found = np.empty((len(places), *self.table.shape), np.float32)
        done = 0
        for i in np.argsort(places, kind="stable"):
            self.write(*(column[done:places[i] + 1] for column in (concept, age, value, has_value)))
            done = max(done, int(places[i]) + 1)
            found[i] = self.table
        self.write(*(column[done:] for column in (concept, age, value, has_value)))
        return found


def features(registers, age):
    """What the head reads: registers [..., 9, C] and age in years [...] -> [..., 8 C]."""
    value, seen, last, count, total, valued, first, recent, recents = registers.unbind(-2)
    ago, since = (torch.clamp(age.unsqueeze(-1) - then, min=0.0) for then in (last, first))
    mean = total / torch.clamp(valued, min=1.0)
    recent = recent / torch.clamp(recents, min=RECENT_COUNT_MIN)
    fading = [seen * torch.exp(-ago / years) for years in FADES_YEARS]
    return torch.cat([value, mean, recent, seen, *fading, 0.25 * torch.log1p(count), 0.25 * seen * torch.log1p(since)], -1)


def d_features(d_out, registers, age):
    """Reverse of `features`, for the rows that alpha scales: [..., 8 C] -> [..., 9, C], 0 for the others."""
    _, _, last, count, _, valued, first, _, recents = registers.unbind(-2)
    parts = d_out.reshape(*d_out.shape[:-1], FEATURES, -1).unbind(-2)
    d_value, d_mean, d_recent, d_seen, d_half, d_four, d_count, d_since = parts
    ago, since = (torch.clamp(age.unsqueeze(-1) - then, min=0.0) for then in (last, first))
    for years, d_fading in zip(FADES_YEARS, (d_half, d_four)):
        d_seen = d_seen + d_fading * torch.exp(-ago / years)
    d_seen = d_seen + 0.25 * d_since * torch.log1p(since)
    none = torch.zeros_like(d_value)
    return torch.stack([d_value, d_seen, none, 0.25 * d_count / (1 + count), d_mean / torch.clamp(valued, min=1.0), none, none,
                        d_recent / torch.clamp(recents, min=RECENT_COUNT_MIN), none], -2)


class Writing:
    """One chunk's steps [B, L] as writes: which step is the first of its concept, the last, and the last with a value."""

    def __init__(self, concept, age, value, has_value, mask, concepts):
        length = concept.shape[1]
        own = (concept.unsqueeze(-1) == torch.arange(concepts)) & (concept > 0).unsqueeze(-1)
        self.own = own.to(value.dtype) * mask.unsqueeze(-1)                       # [B, L, C]
        self.valued = self.own * has_value.unsqueeze(-1)
        order = torch.arange(1, length + 1, dtype=value.dtype).reshape(1, -1, 1)
        self.first = self.only_last(self.own * (length + 1 - order)) * self.own
        self.last, self.last_valued = (self.only_last(which * order) * which for which in (self.own, self.valued))
        self.age, self.value = age, value

    @staticmethod
    def only_last(place):
        return (place == place.max(1, keepdim=True).values).to(place.dtype)

    @staticmethod
    def at(which, column):
        """What a column [B, L] says at each concept's own steps: [B, C]."""
        return torch.matmul(column.unsqueeze(1), which).squeeze(1)

    def fading(self, registers):
        """(last age of each concept after the chunk, share of the recent sums that is kept [B, C], weight of each value in them [B, L, C])."""
        before = registers[:, AGE]
        last = before * (1 - self.last.sum(1)) + self.at(self.last, self.age)
        weight = torch.clamp((self.age.unsqueeze(-1) - last.unsqueeze(1)) / RECENT_YEARS, min=FADED_MIN, max=0.0)
        return last, torch.exp(torch.clamp((before - last) / RECENT_YEARS, min=FADED_MIN)), torch.exp(weight) * self.valued

    def apply(self, registers, scale):
        """Registers [B, 9, C] after the chunk; scale [B, L] is of what the steps say, not of when they said it."""
        keeps, keeps_value = 1 - self.last.sum(1), 1 - self.last_valued.sum(1)
        value, seen, before, count, total, valued, first, recent, recents = registers.unbind(1)
        last, kept, weight = self.fading(registers)
        said = scale * self.value
        known = (before > 0).to(value.dtype)
        return torch.stack([
            value * keeps_value + self.at(self.last_valued, said), seen * keeps + self.at(self.last, scale), last,
            count + self.at(self.own, scale), total + self.at(self.valued, said), valued + self.valued.sum(1),
            first * known + self.at(self.first, self.age) * (1 - known),
            recent * kept + self.at(weight, said), recents * kept + weight.sum(1)], 1)

    def reverse(self, d_registers, before):
        """Adjoint of the registers after the chunk, and the registers before it -> (what each step's writes contribute when alpha moves
        [B, L], adjoint of the registers before it)."""
        d_value, d_seen, d_last, d_count, d_total, d_valued, d_first, d_recent, d_recents = d_registers.unbind(1)
        of = lambda which, column: torch.matmul(which, column.unsqueeze(-1)).squeeze(-1)
        _, kept, weight = self.fading(before)
        contribution = (self.value * (of(self.last_valued, d_value) + of(self.valued, d_total) + of(weight, d_recent))
                        + of(self.last, d_seen) + of(self.own, d_count))
        keeps, keeps_value = 1 - self.last.sum(1), 1 - self.last_valued.sum(1)
        return contribution, torch.stack([d_value * keeps_value, d_seen * keeps, d_last * keeps, d_count, d_total, d_valued, d_first,
                                          d_recent * kept, d_recents], 1)
