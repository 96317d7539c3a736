"""The next visit: when it comes and of which kind, learnt last, by a head of its own on frozen readings. Moments are those at which
questions are asked, so they tell nothing of what comes after them."""
import numpy as np
import torch

from . import batches
from .arrays import TRAIN
from .model import KINDS
from .registers import Notes, features

PEOPLE = 1200
PEOPLE_AT_ONCE = 8
PLACES = 16               # Moments drawn in a segment of a record.
WINDOW_DAYS = 365.0       # Beyond it a visit counts as not seen.
GAP_DAYS_MIN = 0.25       # An instant has no rate.
EPOCHS = 12
BATCH = 512
LEARNING_RATE = 5e-3
FADES = 0.9               # Of the learning rate, after each epoch.
WEIGHT_DECAY = 1e-2


def kinds(arrays):
    """The kinds whose rates the model gives; none where the records know no visit of any kind."""
    return list(KINDS) if any(kind in arrays.meta["concepts"] for kind in KINDS) else []


def after(arrays, person, days):
    """The first visit after some days: (kind, -1 where none was seen within the window; days until then or until observation ended)."""
    cut = slice(arrays.offset[person], arrays.offset[person + 1])
    concept, names = arrays.concept_of[arrays.token[cut]], arrays.meta["concepts"]
    numbers = [names.index(kind) if kind in names else -1 for kind in KINDS]
    own = np.isin(concept, numbers)
    then, what = np.append(arrays.day[cut][own], np.inf), np.append(concept[own], -1)
    at = np.searchsorted(then[:-1], days, side="right")
    end = np.minimum(arrays.exit[person] - days, WINDOW_DAYS)
    seen = then[at] - days <= end
    kind = np.array([numbers.index(concept) if has else -1 for concept, has in zip(what[at], seen)], np.int64)
    return kind, np.maximum(np.where(seen, then[at] - days, end), GAP_DAYS_MIN)


def loss(rates, kind, gap):
    """Of competing exponentials: log-rates a day [n, 3], kind [n], gap in days [n]."""
    own = torch.gather(rates, 1, kind.clamp(min=0).unsqueeze(1)).squeeze(1) * (kind >= 0)
    return (torch.exp(torch.logsumexp(rates, -1)) * gap - own).mean()


def readings(model, arrays, people, random):
    """What the head reads at drawn moments of some people [n, d + 8 C], the kind of the next visit and the days until it [n]."""
    found = []
    with torch.no_grad():
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            group = people[start:start + PEOPLE_AT_ONCE]
            state, notes = model.start(len(group)), [Notes(arrays.concepts) for _ in group]
            for segment in batches.segments(arrays, group):
                _, state, reads = model.segment(segment.steps, state, segment.mask)
                asked = batches.questions(arrays, segment, PLACES, notes, random)
                age = asked.prompts[5][..., 0]
                x = model.forks(tuple(column[..., :1] for column in asked.prompts), asked.at, reads)[:, :, 0]
                read = torch.cat([x, features(asked.registers, age)], -1)
                found += [drawn(arrays, person, read[row], age[row]) for row, person in enumerate(group)]
    read, kind, gap = (torch.cat(parts) for parts in zip(*found))
    return read, kind, gap


def drawn(arrays, person, read, age):
    """One person's part of `readings`: places that were drawn have an age, and those within observation count."""
    days = age.double().numpy() * 365.25
    own = np.flatnonzero((days > 0) & (days < arrays.exit[person]))
    kind, gap = after(arrays, person, days[own])
    return read[own], torch.from_numpy(kind), torch.from_numpy(gap).float()


def fit(model, arrays, seed, report):
    """Teaches the model's head of the next visit, where there are visits to learn from; nothing else of it changes."""
    if not kinds(arrays):
        return
    people = np.random.default_rng([seed, 4]).permutation(arrays.people(TRAIN))[:PEOPLE]
    model.eval()
    read, kind, gap = readings(model, arrays, people, np.random.default_rng([seed, 5]))
    if not len(read):
        return
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(model.visit.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    for epoch in range(EPOCHS):
        for own in torch.randperm(len(read)).split(BATCH):
            optimiser.zero_grad()
            loss(model.visit(read[own]), kind[own], gap[own]).backward()
            optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] *= FADES
        report(stage="visits", done=epoch + 1, of=EPOCHS)
