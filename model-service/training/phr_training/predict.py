"""Answers of a trained model at given index moments, over whole records with carried state."""
import numpy as np
import torch

from . import batches
from .hazards import INTERVALS
from .registers import ROWS, Notes, features

PEOPLE_PER_BATCH = 16


def rows_of(arrays, split):
    """Numbers of the evaluation rows of a split's people."""
    return np.flatnonzero(arrays.split[arrays.row_person] == split)


def places(arrays, rows):
    """Last step at or before each row's moment, counted within its person; -1 where there is none."""
    found = np.empty(len(rows), np.int64)
    for i, row in enumerate(rows):
        person = arrays.row_person[row]
        first, last = arrays.offset[person], arrays.offset[person + 1]
        found[i] = np.searchsorted(arrays.day[first:last], arrays.row_day[row], side="right") - 1
    return found


def log_hazards(model, arrays, rows, report):
    """[rows, 2K], NaN where a person had no step yet."""
    model.eval()
    answer = np.full((len(rows), 2 * INTERVALS), np.nan, np.float32)
    at = places(arrays, rows)
    people = arrays.row_person[rows]
    order = sorted(set(people.tolist()), key=lambda person: (arrays.length(person), person))
    with torch.no_grad():
        for start in range(0, len(order), PEOPLE_PER_BATCH):
            group = np.array(order[start:start + PEOPLE_PER_BATCH])
            state = model.start(len(group))
            notes = [Notes(arrays.concepts) for _ in group]
            for segment in batches.segments(arrays, group):
                _, state, reads = model.segment(segment.steps, state, segment.mask)
                end = segment.start + segment.mask.shape[1]
                inside = (at >= segment.start) & (at < end)
                own = [np.flatnonzero((people == person) & inside) for person in group]
                answer_segment(model, arrays, rows, at, segment, reads, own, notes, answer)
            report(stage="predict", done=min(start + PEOPLE_PER_BATCH, len(order)), of=len(order))
    return answer


def answer_segment(model, arrays, rows, at, segment, reads, own, notes, answer):
    most = max(1, max(len(indices) for indices in own))
    place = np.zeros((len(own), most), np.int64)
    token = np.ones((len(own), most, 1), np.int64)
    delta, age = (np.zeros((len(own), most, 1), np.float32) for _ in range(2))
    registers = np.zeros((len(own), most, ROWS, arrays.concepts), np.float32)
    for b, indices in enumerate(own):
        registers[b, :len(indices)] = batches.notes_of(arrays, segment, b, notes[b], at[indices] - segment.start)
        for m, i in enumerate(indices):
            row, person = rows[i], segment.people[b]
            day = arrays.row_day[row]
            place[b, m] = at[i] - segment.start
            token[b, m, 0] = arrays.tasks[arrays.row_task[row]].token
            delta[b, m, 0] = day - arrays.day[arrays.offset[person] + at[i]]
            age[b, m, 0] = day / 365.25
    columns = batches.prompts(arrays.tasks[:1], delta, age)
    read = features(torch.from_numpy(registers), columns[5][..., 0])
    asked, _ = model.ask((torch.from_numpy(token), *columns[1:]), torch.from_numpy(place), reads, read)
    for b, indices in enumerate(own):
        answer[indices] = asked[b, :len(indices), 0].numpy()


def labels(arrays, rows):
    """(kind, years, events [., 2K]) of each row; kind -1 where the person may not be asked then."""
    kind, years = np.full(len(rows), -1), np.zeros(len(rows))
    events = np.zeros((len(rows), 2 * INTERVALS))
    for i, row in enumerate(rows):
        person, task, day = arrays.row_person[row], arrays.row_task[row], arrays.row_day[row:row + 1]
        asked, what, until = arrays.labels(person, task, day)
        if asked[0]:
            kind[i], years[i], events[i] = what[0], until[0], arrays.events(person, task, day, what, until)[0]
    return kind, years, events
