"""Which steps are learnt from in which order, and at which moments questions are asked. All draws come from (seed, place), so a
run that is cut off goes on exactly where it was."""
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch

from .arrays import TRAIN
from .hazards import INTERVALS
from .mamba2 import CHUNK
from .registers import ROWS

SEGMENT = 1024
TOKENS_PER_BATCH = 4096
POOL = 1024
# Questions are asked at some moments of a segment. A moment is a step plus a delay, so whether it is chosen depends on nothing
# that comes after it; were it drawn between a step and the next, the length of the gap would tell the future.
DELAY_DAYS_MAX = 730.0
# Beside them stand moments of stays in hospital, where there are questions that are put at these alone: so many of a segment.
STAY_MOMENTS_MAX = 8
# Of a question at such a moment beside one at a drawn moment: people have few stays, and each is asked about once.
STAY_WEIGHT = 8.0


@dataclass
class Segment:
    """Steps of some people's records that are read at once: eight columns [B, L], mask [B, L], and whether it continues the records before it."""

    steps: tuple
    mask: torch.Tensor
    is_first: bool
    people: np.ndarray
    start: int


def columns(arrays, first, last):
    """The eight model inputs of a run of steps, as numpy."""
    cut = slice(first, last)
    day = arrays.day[cut]
    return (arrays.token[cut].astype(np.int64), arrays.type[cut].astype(np.int64), arrays.source[cut].astype(np.int64),
            arrays.visit[cut].astype(np.int64), arrays.delta[cut], (day / 365.25).astype(np.float32), arrays.value[cut],
            arrays.has_value[cut].astype(np.float32))


def groups(arrays, seed, epoch):
    """People in batches of like length, in an order drawn from the seed: a list of arrays of person numbers."""
    random = np.random.default_rng([seed, epoch, 1])
    people = random.permutation(arrays.people(TRAIN))
    lengths = np.diff(arrays.offset)[people]
    batches = []
    for start in range(0, len(people), POOL):
        pool = people[start:start + POOL][np.argsort(lengths[start:start + POOL], kind="stable")]
        while len(pool):
            longest = min(int(arrays.length(pool[-1])), SEGMENT)
            size = max(1, TOKENS_PER_BATCH // round_up(longest))
            batches.append(pool[-size:])
            pool = pool[:-size]
    random.shuffle(batches)
    return batches


def within(arrays, groups, steps):
    """The first groups whose records have together no more than so many steps; at least one."""
    sums = np.cumsum([sum(arrays.length(person) for person in group) for group in groups])
    return groups[:max(1, int(np.searchsorted(sums, steps, side="right")))]


def readers(arrays, seed, epoch, size):
    """People in batches of one size, in an order drawn from the seed."""
    people = np.random.default_rng([seed, epoch, 3]).permutation(arrays.people(TRAIN))
    return [people[start:start + size] for start in range(0, len(people), size)]


def whole(arrays, people):
    """Records from the first step to the last, of which only the registers are read."""
    lengths = torch.tensor([arrays.length(person) for person in people])
    return Segment((), torch.arange(int(lengths.max())) < lengths.unsqueeze(1), True, np.asarray(people), 0)


def round_up(length):
    return -(-length // CHUNK) * CHUNK


def segments(arrays, people):
    """The records of one batch, cut into segments whose state is carried on."""
    longest = max(arrays.length(person) for person in people)
    for start in range(0, longest, SEGMENT):
        length = round_up(min(SEGMENT, longest - start))
        batch = [np.zeros((len(people), length), dtype) for dtype in (np.int64,) * 4 + (np.float32,) * 4]
        mask = np.zeros((len(people), length), np.float32)
        for row, person in enumerate(people):
            first = arrays.offset[person] + start
            count = max(0, min(length, int(arrays.offset[person + 1] - first)))
            if count:
                for column, values in zip(batch, columns(arrays, first, first + count)):
                    column[row, :count] = values
                mask[row, :count] = 1
        yield Segment(tuple(torch.from_numpy(c) for c in batch), torch.from_numpy(mask), start == 0, people, start)


@dataclass
class Questions:
    """Prompts on forks: places [B, M]; eight prompt columns [B, M, T]; registers [B, M, 9, C]; events [B, M, T, 2K] within years [B, M, T]; weight 0 where
    not asked; true contributions [B, M, T, G], NaN where not known."""

    at: torch.Tensor
    prompts: tuple
    registers: torch.Tensor
    events: torch.Tensor
    years: torch.Tensor
    weight: torch.Tensor
    contributions: torch.Tensor


def draw_moments(arrays, person, start, count, places, random):
    """Index moments of one person within a segment that leak nothing: places in the segment and days, each [m]."""
    first = int(arrays.offset[person])
    days = arrays.day[first + start:first + start + count]
    known = arrays.known[first + start:first + start + count]
    base = days[random.integers(0, count, places)]
    delay = np.where(random.random(places) < 0.3, 0.0, np.exp(random.uniform(0, np.log(DELAY_DAYS_MAX), places)))
    moments = base + delay
    at = np.searchsorted(days, moments, side="right") - 1
    fair = (moments < beyond(arrays, person, start, count)) & (known[at] <= moments)
    return at[fair], moments[fair]


def beyond(arrays, person, start, count):
    """Day of the next segment's first step: a segment's end hides what follows, and a moment after it has a later place."""
    following = arrays.offset[person] + start + count
    return arrays.day[following] if following < arrays.offset[person + 1] else np.inf


def stay_moments(arrays, person, start, count, random):
    """Moments of one person's stays within a segment, at which alone some questions are put: places in the segment and days, each [m]."""
    tasks = np.flatnonzero(arrays.at_moments)
    first = int(arrays.offset[person]) + start
    days, known = arrays.day[first:first + count], arrays.known[first:first + count]
    moments = np.unique(np.concatenate([arrays.moments(person, task) for task in tasks])) if len(tasks) and count else np.zeros(0)
    at = np.searchsorted(days, moments, side="right") - 1
    fair = np.flatnonzero((at >= 0) & (moments < beyond(arrays, person, start, count)))
    fair = fair[known[at[fair]] <= moments[fair]]
    if len(fair) > STAY_MOMENTS_MAX:
        fair = np.sort(random.choice(fair, STAY_MOMENTS_MAX, replace=False))
    return at[fair], moments[fair]


def notes_of(arrays, segment, row, notes, places):
    """Reads one person's segment into their registers: the registers at some places [m, 9, C]."""
    first = arrays.offset[segment.people[row]] + segment.start
    cut = slice(first, first + int(segment.mask[row].sum()))
    return notes.read(arrays.concept_of[arrays.token[cut]], (arrays.day[cut] / 365.25).astype(np.float32), arrays.value[cut],
                      arrays.has_value[cut], places)


class Asked(NamedTuple):
    """Moments of one person [m]: places in a run of steps, days of life, and for every task [m, T] days since that step, age, years until
    an event or the end, weight (0 where it may not be asked), and events [m, T, 2K]. `window`: the run's place among all steps, where it is needed."""

    at: np.ndarray
    day: np.ndarray
    delta: np.ndarray
    age: np.ndarray
    years: np.ndarray
    weight: np.ndarray
    events: np.ndarray
    window: tuple = ()


def ask(arrays, person, start, count, places, stays, random):
    """Every task at some moments drawn within a run of one person's steps, or at those of `stays` in it (as `stay_moments`)."""
    at, day = draw_moments(arrays, person, start, count, places, random)
    of_stay = np.arange(len(day) + len(stays[1])) >= len(day)
    at, day = (np.concatenate(pair) for pair in zip((at, day), stays))
    shape = (len(day), len(arrays.tasks))
    years, weight = (np.zeros(shape, np.float32) for _ in range(2))
    events = np.zeros((*shape, 2 * INTERVALS), np.float32)
    for t in range(len(arrays.tasks)):
        asked, kind, until = arrays.labels(person, t, day)
        years[:, t], weight[:, t] = until, asked * (STAY_WEIGHT * of_stay if arrays.at_moments[t] else ~of_stay)
        events[:, t] = arrays.events(person, t, day, kind, until)
    since, age = day - arrays.day[int(arrays.offset[person]) + start + at], day / 365.25
    delta, age = (np.broadcast_to(column[:, None], shape).astype(np.float32) for column in (since, age))
    return Asked(at, day, delta, age, years, weight, events)


def questions(arrays, segment, places, notes, random):
    """Drawn for each person of a segment, whose registers `notes` are read on."""
    tasks = arrays.tasks
    counts = [int(segment.mask[row].sum()) for row in range(len(segment.people))]
    stays = [stay_moments(arrays, person, segment.start, count, random) for person, count in zip(segment.people, counts)]
    shape = (len(segment.people), places + max(len(day) for _, day in stays), len(tasks))
    at = np.zeros(shape[:2], np.int64)
    delta, age, years, weight = (np.zeros(shape, np.float32) for _ in range(4))
    events = np.zeros((*shape, 2 * INTERVALS), np.float32)
    contributions = np.full((*shape, len(arrays.groups)), np.nan, np.float32)
    registers = np.zeros((*shape[:2], ROWS, arrays.concepts), np.float32)
    for row, person in enumerate(segment.people):
        count = counts[row]
        if not count:
            continue
        asked = ask(arrays, person, segment.start, count, places, stays[row], random)
        drawn = np.arange(len(asked.at))
        for whole, own in ((at, asked.at), (delta, asked.delta), (age, asked.age), (years, asked.years), (weight, asked.weight),
                           (events, asked.events)):
            whole[row, drawn] = own
        registers[row, drawn] = notes_of(arrays, segment, row, notes[row], asked.at)
        contributions[row, drawn] = arrays.contributions(person, asked.day)
    return Questions(torch.from_numpy(at), prompts(tasks, delta, age), *(torch.from_numpy(x) for x in (registers, events, years, weight, contributions)))


def prompts(tasks, delta, age):
    """Prompt columns for every task: delta and age [..., T] -> eight columns of that shape."""
    shape = delta.shape
    token = torch.tensor([task.token for task in tasks]).expand(shape)
    zero = torch.zeros(shape, dtype=torch.long)
    none = torch.zeros(shape)
    return (token, torch.full(shape, 12), zero, zero, torch.as_tensor(delta), torch.as_tensor(age), none, none)
