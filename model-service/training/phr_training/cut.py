"""Parts of records: what a model would see that reads a shorter context, or nothing from devices."""
import numpy as np

from .arrays import STEP_COLUMNS
from .baselines import DEVICE
from .predict import places

STATIC = 1


class Cut:
    """Arrays in which every row's person has only the last `context` steps before the row's moment, facts of birth kept; without
    `devices` also none that a device measured. Gaps are counted anew. Looks like Arrays to `predict.log_hazards`."""

    def __init__(self, arrays, rows, context, devices=True):
        self.tasks, self.concept_of, self.concepts = arrays.tasks, arrays.concept_of, arrays.concepts
        self.row_person, self.row_task, self.row_day = np.arange(len(rows)), arrays.row_task[rows], arrays.row_day[rows]
        parts = {name: [] for name in STEP_COLUMNS}
        for row, at in zip(rows, places(arrays, rows)):
            first = arrays.offset[arrays.row_person[row]]
            steps = np.arange(first, first + at + 1)
            if not devices:
                steps = steps[np.asarray(arrays.source[steps]) != DEVICE]
            birth = np.asarray(arrays.type[steps]) == STATIC
            steps = np.concatenate([steps[birth], steps[~birth][-context:]])
            for name in STEP_COLUMNS:
                parts[name].append(np.asarray(getattr(arrays, name)[steps]))
            day = parts["day"][-1]
            parts["delta"][-1] = np.diff(day, prepend=day[:1]).astype(np.float32)
        for name, columns in parts.items():
            setattr(self, name, np.concatenate(columns) if columns else np.zeros(0))
        self.offset = np.concatenate([[0], np.cumsum([len(day) for day in parts["day"]])]).astype(np.int64)

    def length(self, person):
        return int(self.offset[person + 1] - self.offset[person])
