"""Token arrays as Phr.Model.Cohorts writes them: flat columns over all steps of all people, and one row a person.

Times are days since birth. Missing times are NaN. The format's version is in meta.json.
"""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .hazards import EDGES, counts

FORMAT = 4
TRAIN, TUNING, HELD_OUT = 0, 1, 2
STEP_COLUMNS = ("token", "type", "source", "visit", "delta", "day", "value", "has_value", "known")


@dataclass(frozen=True)
class Task:
    """One question: token of its prompt and the years after the index within which it is learnt."""

    key: str
    token: int
    window_years: float


def following(ascending, days):
    """The first of some days after each of others [m], infinite where there is none."""
    return np.append(ascending, np.inf)[np.searchsorted(ascending, days, side="right")]


class Arrays:
    """The columns, memory-mapped.

    steps: token, type, source, visit [S] small ints; delta, value [S] float32; day, known [S] float64 (known: the latest
    moment at which any step up to here became known); has_value [S] int8.
    people: offset [P+1] int64; person_id [P] int64 (the source's number); split, site [P] int8; exit, study_end, death [P] float64
    (study_end: where observation would have ended had the person lived).
    hazards: hazard_offset [P+1]; hazard_day [M] float32, boundaries in days of life; hazard_outcome, hazard_death [M, T]: true
    hazards integrated up to there, of each task's outcome and of death before it. Nobody's row where they are not known.
    groups: group_offset [P+1]; group_day [N] float32, days of life; group_contribution [N, T * G] float16: what each clinical group
    truly contributes to the log-hazard of each task's outcome then, NaN where it cannot happen. Nobody's row where they are not known.
    tasks: eligible_from, eligible_until [P, T] float64; outcome_offset [P*T+1] int64; outcome_day [N] float64, ascending.
    end_offset, end_day: likewise the days from which the outcome of who was asked before cannot come any more, as from death;
    moment_offset, moment_day: likewise the days at which alone a task of meta's atMoments is asked.
    rows: index moments to evaluate at: person, task int32; day float64.
    """

    def __init__(self, folder):
        folder = Path(folder)
        self.meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if self.meta["format"] != FORMAT:
            raise SystemExit(f"The arrays have format {self.meta['format']}; this version reads format {FORMAT}.")
        for name in STEP_COLUMNS + ("offset", "person_id", "split", "site", "exit", "study_end", "death", "eligible_from", "eligible_until",
                                    "outcome_offset", "outcome_day", "end_offset", "end_day", "moment_offset", "moment_day",
                                    "hazard_offset", "hazard_day", "hazard_outcome", "hazard_death",
                                    "group_offset", "group_day", "group_contribution", "row_person", "row_task", "row_day"):
            # As plain arrays over the mapped file: a memmap's own slices cost as much as small batches.
            setattr(self, name, np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")))
        self.tasks = [Task(t["key"], t["token"], t["windowYears"]) for t in self.meta["tasks"]]
        self.at_moments = np.array([task.key in self.meta["atMoments"] for task in self.tasks], bool)
        self.groups = tuple(self.meta["groups"])
        self.concept_of = np.asarray(self.meta["conceptOf"], dtype=np.int64)
        self.check()

    @property
    def vocabulary(self):
        return len(self.concept_of)

    @property
    def concepts(self):
        return int(self.concept_of.max()) + 1

    def people(self, split):
        """Numbers of the people of a split who have at least one step."""
        has_steps = np.diff(self.offset) > 0
        return np.flatnonzero((self.split == split) & has_steps)

    def length(self, person):
        return int(self.offset[person + 1] - self.offset[person])

    def outcomes(self, person, task):
        return self.listed(self.outcome_offset, self.outcome_day, person, task)

    def ends(self, person, task):
        return self.listed(self.end_offset, self.end_day, person, task)

    def moments(self, person, task):
        return self.listed(self.moment_offset, self.moment_day, person, task)

    def listed(self, offset, day, person, task):
        cell = person * len(self.tasks) + task
        return day[offset[cell]:offset[cell + 1]]

    def labels(self, person, task, days):
        """What happens after index moments [m]: whether the person may be asked this then, kind (0 nothing seen, 1 outcome, 2 death or
        another end) and years until then, each [m]."""
        asked = (self.eligible_from[person, task] <= days) & (days < self.eligible_until[person, task]) & (days < self.exit[person])
        if self.at_moments[task]:
            asked &= np.isin(days, self.moments(person, task))
        outcome = following(self.outcomes(person, task), days)
        death = self.death[person] if np.isfinite(self.death[person]) else np.inf
        death = np.minimum(death, following(self.ends(person, task), days))
        end = np.minimum(self.exit[person], days + self.tasks[task].window_years * 365.25)
        first = np.minimum(np.minimum(outcome, death), end)
        kind = np.where((first == outcome) & (outcome <= end), 1, np.where((first == death) & (death <= end), 2, 0))
        return asked, kind, np.maximum(first - days, 0.0) / 365.25

    def events(self, person, task, days, kind, years):
        """Events in each interval after index moments, of the outcome and of death [m, 2K]: those that the true hazards let expect
        while the person was at risk, else the recorded ones."""
        if not self.knows_hazards(person):
            return counts(torch.from_numpy(kind), torch.from_numpy(years)).numpy()
        until = days[:, None] + 365.25 * np.minimum(np.asarray(EDGES), years[:, None])
        return np.concatenate([np.diff(sums, axis=-1) for sums in self.expected(person, task, until)], -1)

    def knows_hazards(self, person):
        return self.hazard_offset[person + 1] > self.hazard_offset[person]

    def expected(self, person, task, days):
        """True hazards integrated from the first of some days to each: (of the outcome, of death before it), like `days`."""
        cut = slice(self.hazard_offset[person], self.hazard_offset[person + 1])
        grid = self.hazard_day[cut]
        found = (np.interp(days, grid, column[cut, task]) for column in (self.hazard_outcome, self.hazard_death))
        return tuple(sums - sums[..., :1] for sums in found)

    def contributions(self, person, days):
        """What each group truly contributed to each task at the last known day before some days [m, T, G]; NaN where nobody knows."""
        cut = slice(self.group_offset[person], self.group_offset[person + 1])
        at = np.searchsorted(self.group_day[cut], days, side="right") - 1
        found = np.full((len(days), len(self.tasks), len(self.groups)), np.nan, np.float32)
        known = at >= 0
        found[known] = self.group_contribution[cut][at[known]].reshape(known.sum(), len(self.tasks), len(self.groups))
        return found

    def acting(self):
        """{task: groups that contribute anything to it in anybody of the training split}."""
        days = np.diff(self.group_offset)
        own = self.group_contribution[np.repeat(self.split == TRAIN, days)]
        known = np.abs(own.reshape(-1, len(self.tasks), len(self.groups)))
        most = np.nanmax(np.concatenate([known, np.zeros_like(known, shape=(1, *known.shape[1:]))]), 0)
        return {task.key: [group for group, value in zip(self.groups, own) if value > 0] for task, own in zip(self.tasks, most)}

    def check(self):
        steps = self.offset[-1]
        for name in STEP_COLUMNS:
            if len(getattr(self, name)) != steps:
                raise SystemExit(f"Column {name} has {len(getattr(self, name))} steps; {steps} were expected.")
        if steps and (self.token.min() < 1 or self.token.max() >= self.vocabulary):
            raise SystemExit("A token lies outside the vocabulary.")
