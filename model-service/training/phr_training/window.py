"""How the Transformer of transformer.py learns and answers: from the same labels as the model, on the same rows, recalibrated alike."""
import numpy as np
import torch

from . import batches, calibrate
from .arrays import TRAIN, TUNING
from .fit import CLIP, WEIGHT_DECAY, rate
from .hazards import poisson_loss, risk
from .predict import labels, places, rows_of
from .transformer import CONTEXT, Window

LEARNING_RATE = 1e-3
EPOCHS = 2                # Windows a training person.
WINDOWS = 8               # Read at once.
MOMENTS = 8               # Asked about in a window.
MOMENTS_FROM = CONTEXT // 2   # Steps of a full window that every moment has before it: it is asked to read, not to guess.


def kept_or_fit(arrays, size, seed, folder, report):
    """What a run that was cut off behind it has left, or as `fit`."""
    kept = folder / "transformer.pt"
    if not kept.exists():
        torch.save(fit(arrays, size, seed, report), kept.with_suffix(".part"))
        kept.with_suffix(".part").replace(kept)
    return torch.load(kept)


def fit(arrays, size, seed, report):
    """{"window": model, "calibrations": {task number: calibration}}"""
    torch.manual_seed(seed)
    model = Window(size, arrays.vocabulary, arrays.concept_of)
    optimiser = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    order = [people for epoch in range(EPOCHS) for people in batches.readers(arrays, seed, EPOCHS + epoch, WINDOWS)]
    for done, people in enumerate(order):
        random = np.random.default_rng([seed, done, 4])
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * rate(done / len(order))
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of(model, arrays, people, random)
        if loss is not None:
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimiser.step()
        report(stage="transformer", done=done + 1, of=len(order))
    model.eval()
    return dict(window=model, calibrations=calibrations(model, arrays, report))


def loss_of(model, arrays, people, random):
    """Mean over what was asked of a window of each person, or None where nothing could be."""
    asked = [ask(arrays, person, random) for person in people]
    weight = torch.from_numpy(padded([part.weight for part in asked]))
    if weight.sum() == 0:
        return None
    events, years, delta, age = (torch.from_numpy(padded([getattr(part, name) for part in asked]))
                                 for name in ("events", "years", "delta", "age"))
    at = torch.from_numpy(padded([part.at for part in asked])).unsqueeze(-1).expand(delta.shape)
    prompts = tuple(column.flatten(1) for column in batches.prompts(arrays.tasks, delta, age))
    answer = model(steps_of(arrays, [part.window for part in asked]), prompts, at.flatten(1)).reshape(events.shape)
    return (poisson_loss(answer, events, years) * weight).sum() / weight.sum()


def ask(arrays, person, random):
    """Moments in a window of a person's record that ends anywhere, with `at` counted in the window."""
    end = int(random.integers(1, arrays.length(person) + 1))
    start = max(0, end - CONTEXT)
    skip = min(MOMENTS_FROM, start)
    run = person, start + skip, end - start - skip
    found = batches.ask(arrays, *run, MOMENTS, batches.stay_moments(arrays, *run, random), random)
    return found._replace(at=found.at + skip, window=(int(arrays.offset[person]) + start, int(arrays.offset[person]) + end))


def steps_of(arrays, windows):
    """Eight columns [B, L] of runs of steps, short ones filled behind with what no prompt sees."""
    runs = [batches.columns(arrays, first, last) for first, last in windows]
    return tuple(torch.from_numpy(padded(column)) for column in zip(*runs))


def padded(parts):
    """Arrays of differing first lengths in one [B, longest, ...], zeros behind."""
    whole = np.zeros((len(parts), max(1, max(len(part) for part in parts)), *parts[0].shape[1:]), parts[0].dtype)
    for row, part in zip(whole, parts):
        row[:len(part)] = part
    return whole


def log_hazards(model, arrays, rows, report):
    """[rows, 2K], NaN where a person had no step yet. Rows of one place in a record are asked behind one reading."""
    at, people = places(arrays, rows), arrays.row_person[rows]
    groups = {}
    for i in np.flatnonzero(at >= 0):
        groups.setdefault((people[i], at[i]), []).append(i)
    answer = np.full((len(rows), model.hazard.out_features), np.nan, np.float32)
    order = sorted(groups, key=lambda place: (min(place[1], CONTEXT), place))
    with torch.no_grad():
        for start in range(0, len(order), WINDOWS):
            batch = order[start:start + WINDOWS]
            fill(model, arrays, rows, [(*place, groups[place]) for place in batch], answer)
            report(stage="transformer", done=min(start + WINDOWS, len(order)), of=len(order))
    return answer


def fill(model, arrays, rows, batch, answer):
    """Answers the rows of some windows: (person, place of its last step, indices of rows) each."""
    token, delta, age, last, windows = [], [], [], [], []
    for person, at, indices in batch:
        first, day = int(arrays.offset[person]), arrays.row_day[rows[indices]]
        begin = max(0, at - CONTEXT + 1)
        windows.append((first + begin, first + at + 1))
        token.append(np.array([arrays.tasks[task].token for task in arrays.row_task[rows[indices]]]))
        delta.append((day - arrays.day[first + at]).astype(np.float32))
        age.append((day / 365.25).astype(np.float32))
        last.append(np.full(len(indices), at - begin))
    columns = batches.prompts(arrays.tasks[:1], torch.from_numpy(padded(delta)), torch.from_numpy(padded(age)))
    prompts = (torch.clamp(torch.from_numpy(padded(token)), min=1), *columns[1:])
    found = model(steps_of(arrays, windows), prompts, torch.from_numpy(padded(last)))
    for b, (_, _, indices) in enumerate(batch):
        answer[indices] = found[b, :len(indices)].numpy()


def calibrations(model, arrays, report):
    rows = rows_of(arrays, TUNING)
    curves = log_hazards(model, arrays, rows, report)
    kind, years, events = labels(arrays, rows)
    own = arrays.row_task[rows]
    return {i: calibrate.fit(curves[own == i], kind[own == i], years[own == i], events[own == i]) for i in range(len(arrays.tasks))}


def predict(fitted, arrays, rows, report):
    """Probability [rows] at each task's own horizon."""
    curves = torch.from_numpy(log_hazards(fitted["window"], arrays, rows, report))
    answer = np.full(len(rows), np.nan, np.float32)
    for number, task in enumerate(arrays.meta["tasks"]):
        own = arrays.row_task[rows] == number
        answer[own] = risk(calibrate.apply(curves[own], fitted["calibrations"][number]), task["horizonYears"]).numpy()
    return answer
