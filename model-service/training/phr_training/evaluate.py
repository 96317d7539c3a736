"""python3 -m phr_training.evaluate ARRAYS OUT NAME [--sweeps]: what the model that training left in OUT answers to people whom it never
saw, in OUT/NAME.npy. With --sweeps also NAME-CONTEXT.npy (the last so many steps only) and NAME-with-devices.npy and
NAME-without-devices.npy (people with a device, whole records). Tables have the columns of Phr.Model.Evaluation.HeldOutTable.
"""
import argparse
import pickle
from pathlib import Path

import numpy as np
import torch

from . import baselines, predict, window
from .arrays import HELD_OUT, TUNING, Arrays
from .cut import Cut
from .fit import kept_model, line

CONTEXTS = (256, 512, 1024, 2048)
WHOLE = 10 ** 9
# Rows of a sweep, and the steps that each has at least: a shorter record has nothing that a longer context could bring.
SWEEP_ROWS = 300
SWEEP_STEPS_MIN = 1500
BASELINES_FILE = "baselines.pkl"


def table(model, arrays, rows, fitted, report):
    """The table of some rows, float64; baselines only where `fitted` is given."""
    curves = predict.log_hazards(model, arrays, rows, report)
    return np.column_stack([*facts(arrays, rows), curves, *answers(arrays, rows, fitted, report)]).astype(np.float64)


def facts(arrays, rows):
    """person, task, day of life, kind, years, female, device, steps, site, expected events at the task's horizon, years of study left."""
    people, days = arrays.row_person[rows], arrays.row_day[rows]
    kind, years, _ = predict.labels(arrays, rows)
    expected = np.full(len(rows), np.nan)
    for number, task in enumerate(arrays.meta["tasks"]):
        own = arrays.row_task[rows] == number
        expected[own] = baselines.expected_within(arrays, rows[own], number, kind[own], years[own], task["horizonYears"])
    return [arrays.person_id[people], arrays.row_task[rows], days, kind, years, *baselines.facts(arrays, rows), arrays.site[people],
            expected, (arrays.study_end[people] - days) / 365.25]


def answers(arrays, rows, fitted, report):
    if fitted is None:
        return [np.full(len(rows), np.nan) for _ in baselines.NAMES]
    predicted = baselines.predict(fitted["tables"], arrays, rows, report)
    predicted["transformer"] = window.predict(fitted["window"], arrays, rows, report)
    # It learns every task at once; those that had too little for any other baseline had too little for it.
    few = [number for number, task in enumerate(arrays.meta["tasks"]) if not fitted["tables"].get(task["key"])]
    predicted["transformer"][np.isin(arrays.row_task[rows], few)] = np.nan
    return [predicted[name] for name in baselines.NAMES]


def sweep_rows(arrays, rows, has):
    """Up to so many rows that fulfil something, evenly through all."""
    own = np.array([row for row in rows if has(row)], np.int64)
    return own[np.linspace(0, len(own) - 1, min(len(own), SWEEP_ROWS)).astype(np.int64)] if len(own) else own


def sweeps(model, arrays, rows, save, report):
    at = dict(zip(rows.tolist(), predict.places(arrays, rows)))
    tasks = {number for number, task in enumerate(arrays.meta["tasks"]) if task["horizonYears"] >= 1}
    long = sweep_rows(arrays, rows, lambda row: at[row] >= SWEEP_STEPS_MIN and arrays.row_task[row] in tasks)
    for context in CONTEXTS:
        save(str(context), cut_table(model, arrays, long, Cut(arrays, long, context), report))
    worn = dict(zip(rows.tolist(), baselines.facts(arrays, rows)[1]))
    with_device = sweep_rows(arrays, rows, lambda row: worn[row] and arrays.row_task[row] in tasks)
    for name, devices in (("with-devices", True), ("without-devices", False)):
        save(name, cut_table(model, arrays, with_device, Cut(arrays, with_device, WHOLE, devices), report))


def cut_table(model, arrays, rows, cut, report):
    """Facts of the whole record beside answers to a part of it."""
    curves = predict.log_hazards(model, cut, np.arange(len(rows)), report)
    return np.column_stack([*facts(arrays, rows), curves, *answers(arrays, rows, None, report)]).astype(np.float64)


def main():
    parser = argparse.ArgumentParser(prog="phr_training.evaluate")
    parser.add_argument("arrays", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("name")
    parser.add_argument("--sweeps", action="store_true")
    parser.add_argument("--split", type=int, choices=(TUNING, HELD_OUT), help="of this split only")
    given = parser.parse_args()
    torch.set_num_threads(1)
    # Written last, after the sweeps.
    finished = given.out / f"{given.name}.npy"
    if finished.exists():
        return line(stage="done", done=1, of=1)
    arrays = Arrays(given.arrays)
    model = kept_model(arrays, given.out)
    fitted = pickle.loads((given.out / BASELINES_FILE).read_bytes())
    rows = np.arange(len(arrays.row_person)) if given.split is None else predict.rows_of(arrays, given.split)
    whole = table(model, arrays, rows, fitted, line)
    if given.sweeps:
        sweeps(model, arrays, rows, lambda part, found: np.save(given.out / f"{given.name}-{part}.npy", found), line)
    np.save(finished, whole)
    line(stage="done", done=1, of=1)


if __name__ == "__main__":
    main()
