"""Pre-training on the next event and its time, then multitask learning of hazards behind task prompts."""
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import batches
from .hazards import negative_log_likelihood
from .model import RiskModel

LEARNING_RATE = 2e-3
WARM_UP = 0.05
CLIP = 1.0
NEXT_SHARE = 0.2          # Share of positions at which the next event is predicted.
NEXT_WEIGHT = 0.05        # Of its loss, once questions are asked too.
PRETRAINING = 0.15        # Share of the steps before the first question.
PLACES = 32               # Moments asked about in a segment of a record.
GAP_DAYS = (0.1, 365.0)   # Events closer or farther apart count as so far apart: an instant has no rate, and decades drown the rest.
CHECKPOINT_STEPS = 200


def next_event_loss(model, hidden, segment, random):
    """Of the next token and the time to it under competing exponentials, at a share of the positions."""
    token, delta = segment.steps[0], segment.steps[4]
    has_next = (segment.mask[:, 1:] > 0).numpy()
    row, at = np.nonzero(has_next & (random.random(has_next.shape) < NEXT_SHARE))
    if not len(row):
        return hidden.sum() * 0
    rates = model.next_rates(hidden[row, at])
    gap = torch.clamp(delta[row, at + 1], *GAP_DAYS)
    total = torch.logsumexp(rates, -1)
    own = torch.gather(rates, 1, token[row, at + 1].unsqueeze(1)).squeeze(1)
    return (torch.exp(torch.clamp(total, max=10.0)) * gap - own).mean()


def question_loss(model, reads, asked):
    weight = asked.weight.sum()
    if weight == 0:
        return None
    log_hazards = model.ask(asked.prompts, asked.at, reads)
    loss = negative_log_likelihood(log_hazards, asked.kind, asked.years)
    return (loss * asked.weight).sum() / weight


class Training:
    """A run that can be cut off and taken up again: weights, optimiser and place are kept in one file."""

    def __init__(self, arrays, size, seed, epochs, folder, report):
        torch.manual_seed(seed)
        self.arrays, self.seed, self.epochs, self.report = arrays, seed, epochs, report
        self.file = Path(folder) / "checkpoint.pt"
        self.model = RiskModel(size, arrays.vocabulary, arrays.concept_of)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
        self.plan = [group for epoch in range(epochs) for group in batches.groups(arrays, seed, epoch)]
        self.done, self.steps_seen, self.losses = 0, 0, []

    def resume(self):
        if self.file.exists():
            kept = torch.load(self.file)
            if (kept["seed"], kept["epochs"], kept["plan"]) != (self.seed, self.epochs, len(self.plan)):
                raise SystemExit(f"{self.file} belongs to another run; take another folder or remove it.")
            self.model.load_state_dict(kept["model"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.done, self.steps_seen, self.losses = kept["done"], kept["steps_seen"], kept["losses"]

    def keep(self):
        kept = dict(seed=self.seed, epochs=self.epochs, plan=len(self.plan), model=self.model.state_dict(),
                    optimiser=self.optimiser.state_dict(), done=self.done, steps_seen=self.steps_seen, losses=self.losses)
        torch.save(kept, self.file.with_suffix(".part"))
        self.file.with_suffix(".part").replace(self.file)

    def run(self):
        begun, seen_before = time.monotonic(), self.steps_seen
        while self.done < len(self.plan):
            loss = self.batch(self.plan[self.done])
            self.done += 1
            self.losses.append(loss)
            if self.done % CHECKPOINT_STEPS == 0:
                self.keep()
            speed = (self.steps_seen - seen_before) / (time.monotonic() - begun)
            self.report(stage="train", done=self.done, of=len(self.plan), loss=round(float(np.mean(self.losses[-50:])), 4),
                        stepsPerS=round(speed))
        self.keep()
        return self.model

    def batch(self, people):
        """All segments of one group of people, one optimiser step each; -> mean loss."""
        random = np.random.default_rng([self.seed, self.done, 2])
        state, losses = self.model.start(len(people)), []
        for segment in batches.segments(self.arrays, people):
            for group in self.optimiser.param_groups:
                group["lr"] = LEARNING_RATE * self.rate()
            hidden, state, reads = self.model.segment(segment.steps, state, segment.mask)
            loss = next_event_loss(self.model, hidden, segment, random)
            if self.done >= PRETRAINING * len(self.plan):
                asked = question_loss(self.model, reads, batches.questions(self.arrays, segment, PLACES, random))
                loss = loss * NEXT_WEIGHT if asked is None else loss * NEXT_WEIGHT + asked
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
            self.optimiser.step()
            state = tuple(part.detach() for part in state)
            losses.append(loss.item())
            self.steps_seen += int(segment.mask.sum())
        return float(np.mean(losses))

    def rate(self):
        """Linear warm-up, then half a cosine down to a fiftieth."""
        share = self.done / max(1, len(self.plan))
        if share < WARM_UP:
            return max(share / WARM_UP, 0.02)
        return 0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * (share - WARM_UP) / (1 - WARM_UP)))


def set_mean_step(model, arrays, people):
    """The baseline of integrated gradients: the mean embedded step of some training people."""
    total, count = torch.zeros(model.size.width, dtype=torch.float64), 0
    with torch.no_grad():
        for person in people:
            first, last = arrays.offset[person], arrays.offset[person + 1]
            steps = [torch.from_numpy(np.ascontiguousarray(c)) for c in batches.columns(arrays, first, last)]
            plain = model.embedding.plain(*steps).double()
            total, count = total + plain.sum(0), count + len(plain)
        model.embedding.mean_step.copy_((total / max(count, 1)).float())


def line(**values):
    """One line of progress that the caller turns into a bar."""
    print(json.dumps(values), flush=True)
