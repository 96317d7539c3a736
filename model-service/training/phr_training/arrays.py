"""Token arrays as Phr.Model.Cohorts writes them: flat columns over all steps of all people, and one row a person.

Times are days since birth. Missing times are NaN. The format's version is in meta.json.
"""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FORMAT = 1
TRAIN, TUNING, HELD_OUT = 0, 1, 2
STEP_COLUMNS = ("token", "type", "source", "visit", "delta", "day", "value", "has_value", "known")


@dataclass(frozen=True)
class Task:
    """One question: token of its prompt and the years after the index within which it is learnt."""

    key: str
    token: int
    window_years: float


class Arrays:
    """The columns, memory-mapped.

    steps: token, type, source, visit [S] small ints; delta, value [S] float32; day, known [S] float64 (known: the latest
    moment at which any step up to here became known); has_value [S] int8.
    people: offset [P+1] int64; person_id [P] int64 (the source's number); split [P] int8; exit, death [P] float64.
    tasks: eligible_from, eligible_until [P, T] float64; outcome_offset [P*T+1] int64; outcome_day [N] float64, ascending.
    rows: index moments to evaluate at: person, task int32; day float64.
    """

    def __init__(self, folder):
        folder = Path(folder)
        self.meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if self.meta["format"] != FORMAT:
            raise SystemExit(f"The arrays have format {self.meta['format']}; this version reads format {FORMAT}.")
        for name in STEP_COLUMNS + ("offset", "person_id", "split", "exit", "death", "eligible_from", "eligible_until",
                                    "outcome_offset", "outcome_day", "row_person", "row_task", "row_day"):
            setattr(self, name, np.load(folder / f"{name}.npy", mmap_mode="r"))
        self.tasks = [Task(t["key"], t["token"], t["windowYears"]) for t in self.meta["tasks"]]
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
        cell = person * len(self.tasks) + task
        return self.outcome_day[self.outcome_offset[cell]:self.outcome_offset[cell + 1]]

    def label(self, person, task, day):
        """What happens after an index moment: (0 nothing seen, 1 outcome, 2 death; years until then), or None where the
        person may not be asked this at this moment."""
        if not self.eligible_from[person, task] <= day < self.eligible_until[person, task] or day >= self.exit[person]:
            return None
        window = self.tasks[task].window_years
        days = self.outcomes(person, task)
        after = np.searchsorted(days, day, side="right")
        outcome = days[after] if after < len(days) else np.inf
        death = self.death[person] if np.isfinite(self.death[person]) else np.inf
        end = min(self.exit[person], day + window * 365.25)
        first = min(outcome, death, end)
        kind = 1 if first == outcome and outcome <= end else 2 if first == death and death <= end else 0
        return kind, max(first - day, 0.0) / 365.25

    def check(self):
        steps = self.offset[-1]
        for name in STEP_COLUMNS:
            if len(getattr(self, name)) != steps:
                raise SystemExit(f"Column {name} has {len(getattr(self, name))} steps; {steps} were expected.")
        if steps and (self.token.min() < 1 or self.token.max() >= self.vocabulary):
            raise SystemExit("A token lies outside the vocabulary.")
