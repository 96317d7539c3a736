"""python3 -m phr_training ARRAYS OUT [--size tiny|small|base] [--epochs N] [--steps N] [--seed N]: trains, calibrates, exports, fits the baselines.

Each line of standard output is one JSON object of progress. A run that was cut off goes on when it is called again with the same
arguments. One thread computes, so that the same arrays and seed give the same weights on the same machine.
"""
import argparse
import pickle
from pathlib import Path

import torch

from . import baselines, calibrate, evaluate, export, fit, predict, visits, window
from .arrays import TRAIN, TUNING, Arrays
from .model import SIZES

MEAN_STEP_PEOPLE = 300


def arguments():
    parser = argparse.ArgumentParser(prog="phr_training")
    parser.add_argument("arrays", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", choices=SIZES, default="base")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--steps", type=int, default=30_000_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def calibrations(model, arrays):
    """{task: calibration} from the tuning split."""
    rows = predict.rows_of(arrays, TUNING)
    curves = predict.log_hazards(model, arrays, rows, fit.line)
    kind, years, events = predict.labels(arrays, rows)
    own = arrays.row_task[rows]
    return {task.key: calibrate.fit(curves[own == i], kind[own == i], years[own == i], events[own == i]) for i, task in enumerate(arrays.tasks)}


def main():
    given = arguments()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    arrays = Arrays(given.arrays)
    training = fit.Training(arrays, SIZES[given.size], fit.Plan(given.seed, given.epochs, given.steps), given.out, fit.line)
    training.resume()
    # Written last: a run that has it has nothing left to do.
    finished = given.out / evaluate.BASELINES_FILE
    if finished.exists():
        return fit.line(stage="done", done=1, of=1)
    model = training.run()
    visits.fit(model, arrays, given.seed, fit.line)
    training.keep()
    fit.set_mean_step(model, arrays, arrays.people(TRAIN)[:MEAN_STEP_PEOPLE])
    facts = dict(seed=given.seed, epochs=given.epochs, stepsSeen=training.steps_seen, parameters=sum(p.numel() for p in model.parameters()),
                 visits=visits.kinds(arrays), vocabularySha256=arrays.meta["vocabularySha256"], tasks=arrays.meta["tasks"],
                 acting=arrays.acting() if arrays.groups else {}, calibration=calibrations(model, arrays))
    export.write(model, given.out, facts)
    fitted = dict(tables=baselines.fit(arrays, fit.line), window=window.kept_or_fit(arrays, SIZES[given.size], given.seed, given.out, fit.line))
    finished.write_bytes(pickle.dumps(fitted))
    fit.line(stage="done", done=1, of=1)


if __name__ == "__main__":
    main()
