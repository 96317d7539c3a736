"""Learning: hazards behind task prompts, many tasks at once, and beside them the next event and its time."""
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import batches
from .hazards import poisson_loss
from .model import RiskModel, Size
from .registers import Notes, features

LEARNING_RATE = 2e-3
WARM_UP = 0.05
CLIP = 1.0
WEIGHT_DECAY = 0.05
READERS = 8               # People whose registers are read at once.
DROPOUT = 0.03            # Of what the head reads from registers.
REGISTER_EPOCHS = 4
REGISTER_PLACES = 24      # Moments asked about in the record of one of them.
RECORD_RATE = 0.25        # Of the learning rate, once whole records are read;
HEAD_RATE = 0.05          # of that, for the head, which has learnt before: a batch of records is of few people, and it would drift with them.
GROUP_WEIGHT = 0.5        # Of the groups' squared error beside the likelihood.
NEXT_SHARE = 0.2          # Share of positions at which the next event is predicted.
NEXT_WEIGHT = 0.05        # Of its loss beside that of the questions.
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


def question_loss(answer, asked):
    """Mean over what was asked, or None where nothing could be. answer: as `RiskModel.answer`. Beside the likelihood stands the distance of
    the groups' contributions to the true ones, where they are known."""
    weight = asked.weight.sum()
    if weight == 0:
        return None
    log_hazards, contributions = answer
    known = torch.isfinite(asked.contributions)
    error = torch.where(known, contributions - torch.nan_to_num(asked.contributions), torch.zeros(())) ** 2
    loss = poisson_loss(log_hazards, asked.events, asked.years) + GROUP_WEIGHT * error.sum(-1)
    return (loss * asked.weight).sum() / weight


def read_registers(asked):
    """Features [B, M, 6 C], some of them dropped: all prompts of a place are asked at the same age."""
    return F.dropout(features(asked.registers, asked.prompts[5][..., 0]), DROPOUT)


@dataclass(frozen=True)
class Plan:
    """How much is learnt: passes over the training people's records, and the most steps read in all of them."""

    seed: int
    epochs: int
    steps: int


class Training:
    """A run that can be cut off and taken up again: weights, optimiser and place are kept in one file.

    First the head learns from the registers alone, which costs a twentieth of reading the records and so can be done with every
    training person several times; then all is learnt together from whole records.
    """

    def __init__(self, arrays, size, plan, folder, report):
        torch.manual_seed(plan.seed)
        self.arrays, self.plan, self.report = arrays, plan, report
        self.file = Path(folder) / "checkpoint.pt"
        self.model = RiskModel(size, arrays.vocabulary, arrays.concept_of, arrays.groups)
        head = self.model.head_parameters()
        body = [parameter for parameter in self.model.parameters() if all(parameter is not own for own in head)]
        self.optimiser = torch.optim.AdamW([dict(params=body), dict(params=head)], lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
        self.readers = [people for epoch in range(REGISTER_EPOCHS) for people in batches.readers(arrays, plan.seed, epoch, READERS)]
        self.groups = batches.within(arrays, [group for epoch in range(plan.epochs) for group in batches.groups(arrays, plan.seed, epoch)],
                                     plan.steps)
        self.done, self.steps_seen, self.losses = 0, 0, []

    @property
    def whole(self):
        return len(self.readers) + len(self.groups)

    def resume(self):
        if self.file.exists():
            kept = torch.load(self.file)
            size = self.model.description()
            if (kept["plan"], kept["whole"], kept.get("size", size)) != (vars(self.plan), self.whole, size):
                raise SystemExit(f"{self.file} belongs to another run; take another folder or remove it.")
            self.model.load_state_dict(kept["model"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.done, self.steps_seen, self.losses = kept["done"], kept["steps_seen"], kept["losses"]

    def keep(self):
        kept = dict(plan=vars(self.plan), whole=self.whole, size=self.model.description(), model=self.model.state_dict(),
                    optimiser=self.optimiser.state_dict(), done=self.done, steps_seen=self.steps_seen, losses=self.losses)
        torch.save(kept, self.file.with_suffix(".part"))
        self.file.with_suffix(".part").replace(self.file)

    def run(self):
        begun, seen_before = time.monotonic(), self.steps_seen
        while self.done < self.whole:
            random = np.random.default_rng([self.plan.seed, self.done, 2])
            torch.manual_seed(self.plan.seed * 1_000_003 + self.done)
            place = self.done - len(self.readers)
            self.losses.append(self.registers(self.readers[self.done], random) if place < 0 else self.records(self.groups[place], random))
            self.done += 1
            if self.done % CHECKPOINT_STEPS == 0:
                self.keep()
            speed = (self.steps_seen - seen_before) / (time.monotonic() - begun)
            self.report(stage="train", done=self.done, of=self.whole, loss=round(float(np.mean(self.losses[-50:])), 4),
                        stepsPerS=round(speed))
        self.keep()
        return self.model

    def registers(self, people, random):
        """One optimiser step on questions behind the registers of some people; -> loss."""
        notes = [Notes(self.arrays.concepts) for _ in people]
        asked = batches.questions(self.arrays, batches.whole(self.arrays, people), REGISTER_PLACES, notes, random)
        loss = question_loss(self.model.ask_registers(asked.prompts, read_registers(asked)), asked)
        share = rate(self.done / len(self.readers))
        return self.step(loss, share, share) if loss is not None else 0.0

    def records(self, people, random):
        """All segments of one group of people, one optimiser step each; -> mean loss."""
        place = self.done - len(self.readers)
        state, notes, losses = self.model.start(len(people)), [Notes(self.arrays.concepts) for _ in people], []
        for segment in batches.segments(self.arrays, people):
            hidden, state, reads = self.model.segment(segment.steps, state, segment.mask)
            asked = batches.questions(self.arrays, segment, PLACES, notes, random)
            answers = self.model.ask(asked.prompts, asked.at, reads, read_registers(asked))
            own, ahead = question_loss(answers, asked), next_event_loss(self.model, hidden, segment, random) * NEXT_WEIGHT
            share = RECORD_RATE * rate(place / len(self.groups))
            losses.append(self.step(ahead if own is None else own + ahead, share, HEAD_RATE * share))
            state = tuple(part.detach() for part in state)
            self.steps_seen += int(segment.mask.sum())
        return float(np.mean(losses))

    def step(self, loss, body, head):
        """One step of the optimiser, at shares of the learning rate."""
        for group, share in zip(self.optimiser.param_groups, (body, head)):
            group["lr"] = LEARNING_RATE * share
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimiser.step()
        return loss.item()


def kept_model(arrays, folder):
    """The trained model of a run that is through, ready to answer."""
    size = json.loads((folder / "model.json").read_text(encoding="utf-8"))["size"]
    model = RiskModel(Size(**size), arrays.vocabulary, arrays.concept_of, arrays.groups)
    model.load_state_dict(torch.load(folder / "checkpoint.pt")["model"])
    return model.eval()


def rate(share):
    """Linear warm-up, then half a cosine down to a fiftieth; share in [0, 1) of a part of the run."""
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
