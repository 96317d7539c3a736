"""python3 -m phr_training ARRAYS OUT [--size tiny|small|base] [--epochs N] [--seed N]: trains, calibrates, exports, runs the baselines.

Each line of standard output is one JSON object of progress. A run that was cut off goes on when it is called again with the same
arguments. One thread computes, so that the same arrays and seed give the same weights on the same machine.
"""
import argparse
from pathlib import Path

import numpy as np
import torch

from . import baselines, calibrate, export, fit, predict
from .arrays import HELD_OUT, TRAIN, TUNING, Arrays
from .model import SIZES

MEAN_STEP_PEOPLE = 300


def arguments():
    parser = argparse.ArgumentParser(prog="phr_training")
    parser.add_argument("arrays", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", choices=SIZES, default="base")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def calibrations(model, arrays):
    """{task: calibration} from the tuning split."""
    rows = predict.rows_of(arrays, TUNING)
    curves = predict.log_hazards(model, arrays, rows, fit.line)
    kind, years = predict.labels(arrays, rows)
    own = arrays.row_task[rows]
    return {task.key: calibrate.fit(curves[own == i], kind[own == i], years[own == i]) for i, task in enumerate(arrays.tasks)}


def held_out(model, arrays):
    """The table that the report is made from: its columns are those of Phr.Model.Evaluation.HeldOutTable, float64."""
    rows = predict.rows_of(arrays, HELD_OUT)
    curves = predict.log_hazards(model, arrays, rows, fit.line)
    kind, years = predict.labels(arrays, rows)
    answers = baselines.predict(arrays, fit.line)
    facts = baselines.facts(arrays, rows)
    fixed = [arrays.person_id[arrays.row_person[rows]], arrays.row_task[rows], arrays.row_day[rows], kind, years, *facts]
    return np.column_stack([*fixed, curves, *(answers[name][rows] for name in baselines.NAMES)]).astype(np.float64)


def main():
    given = arguments()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    arrays = Arrays(given.arrays)
    training = fit.Training(arrays, SIZES[given.size], given.seed, given.epochs, given.out, fit.line)
    training.resume()
    model = training.run()
    fit.set_mean_step(model, arrays, arrays.people(TRAIN)[:MEAN_STEP_PEOPLE])
    facts = dict(seed=given.seed, epochs=given.epochs, stepsSeen=training.steps_seen, parameters=sum(p.numel() for p in model.parameters()),
                 vocabularySha256=arrays.meta["vocabularySha256"], tasks=arrays.meta["tasks"], calibration=calibrations(model, arrays))
    export.write(model, given.out, facts)
    np.save(given.out / "held_out.npy", held_out(model, arrays))
    fit.line(stage="done", done=1, of=1)


if __name__ == "__main__":
    main()
