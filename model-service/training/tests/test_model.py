"""Checks of the model's mathematics; run with `python3 -m unittest discover -s tests` in model-service/training."""
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch

from phr_training import batches, export, hazards, visits, window
from phr_training.arrays import Arrays, Task
from phr_training.mamba2 import CHUNK
from phr_training.model import KINDS, SIZES, RiskModel, Size
from phr_training.registers import FEATURES, Notes, features
from phr_training.reverse import Explanation
from phr_training.transformer import CONTEXT, Window

TOLERANCE = 1e-4


def small_model(seed=0):
    torch.manual_seed(seed)
    model = RiskModel(Size(32, 2, 16, 16), 60, np.arange(60) // 4, ("a", "b", "c"))
    for parameter in (model.hazard.weight, model.drive.weight, model.visit.weight, model.embedding.mean_step):
        torch.nn.init.normal_(parameter, 0, 0.3)
    return model.eval()


class Forms(unittest.TestCase):
    def setUp(self):
        self.model = small_model()
        self.steps = export.sample(self.model, 2, 3 * CHUNK, 3)
        self.whole = self.served(self.steps, *self.model.start(2))

    def served(self, steps, conv, ssm, length=None):
        rows, count = steps[0].shape
        length = torch.full((rows,), count) if length is None else length
        with torch.no_grad():
            return self.model(*steps, torch.ones(rows), length, conv, ssm)

    def columns(self, row, count):
        """What a person's registers are written from."""
        token, age, value, has_value = (self.steps[i][row, :count].numpy() for i in (0, 5, 6, 7))
        return self.model.embedding.concept_of.numpy()[token], age, value, has_value

    def close(self, left, right):
        self.assertLess((left - right).abs().max().item(), TOLERANCE)

    def test_chunks_and_steps_equal_the_whole(self):
        for size in (1, 50, CHUNK):
            state = self.model.start(2)
            for at in range(0, 3 * CHUNK, size):
                out = self.served(tuple(c[:, at:at + size] for c in self.steps), *state)
                state = out[2:4]
            for left, right in zip(out, self.whole):
                self.close(left, right)

    def test_padding_changes_nothing(self):
        short = self.served(tuple(c[:, :70] for c in self.steps), *self.model.start(2))
        padded = self.served(self.steps, *self.model.start(2), length=torch.tensor([70, 70]))
        for left, right in zip(short, padded):
            self.close(left, right)

    def test_a_row_without_steps_keeps_its_state(self):
        state = self.whole[2:4]
        out = self.served(self.steps, *state, length=torch.tensor([0, 0]))
        self.close(out[2], state[0])
        self.close(out[3], state[1])

    def test_the_training_form_equals_the_served_form(self):
        with torch.no_grad():
            hidden, state, reads = self.model.segment(self.steps, self.model.start(2), torch.ones(2, 3 * CHUNK))
            notes = Notes(self.model.concepts).read(*self.columns(0, 3 * CHUNK), np.array([3 * CHUNK - 1]))
            read = features(torch.from_numpy(notes), self.steps[5][:1, -1])
            for answer, served in zip(self.model.answer(hidden[:1, -1], read), (self.whole[0], self.whole[4])):
                self.close(answer, served[:1])
            self.close(state[1], self.whole[3][:2])
            self.close(torch.from_numpy(notes), self.model.unpack(self.whole[3][2:])[:1])

    def test_a_fork_in_training_equals_one_served_step(self):
        at = torch.tensor([[0, 70, 191], [63, 64, 5]])
        prompts = export.sample(self.model, 2, 6, 9)
        prompts = tuple(c.reshape(2, 3, 2) for c in prompts)
        # All prompts of a place are asked at one age, and none belongs to a concept.
        prompts = (torch.ones_like(prompts[0]), *prompts[1:5], prompts[5][..., :1].expand(-1, -1, 2), *prompts[6:])
        with torch.no_grad():
            _, _, reads = self.model.segment(self.steps, self.model.start(2), torch.ones(2, 3 * CHUNK))
            notes = np.stack([Notes(self.model.concepts).read(*self.columns(row, 3 * CHUNK), at[row].numpy()) for row in range(2)])
            read = features(torch.from_numpy(notes), prompts[5][..., 0])
            asked, groups = self.model.ask(prompts, at, reads, read)
            visit = self.model.next_visit(self.model.forks(prompts, at, reads), read.unsqueeze(2).expand(-1, -1, 2, -1))
        for row in range(2):
            for place in range(3):
                upto = tuple(c[row:row + 1, :at[row, place] + 1] for c in self.steps)
                state = self.served(upto, *self.model.start(1))[2:4]
                for task in range(2):
                    prompt = tuple(c[row:row + 1, place, task:task + 1] for c in prompts)
                    served = self.served(prompt, *state)
                    self.close(served[0][0], asked[row, place, task])
                    self.close(served[4][0], groups[row, place, task])
                    self.close(served[5][0], visit[row, place, task])

    def test_a_prompt_behind_an_empty_record_equals_the_first_served_step(self):
        prompts = export.sample(self.model, 1, 3, 5)
        prompts = (torch.ones_like(prompts[0]), *prompts[1:])
        with torch.no_grad():
            asked, _ = self.model.ask_registers(tuple(c.reshape(1, 3, 1) for c in prompts), torch.zeros(1, 3, FEATURES * self.model.concepts))
        for place in range(3):
            served = self.served(tuple(c[:, place:place + 1] for c in prompts), *self.model.start(1))
            self.close(served[0][0], asked[0, place, 0])

    def test_the_reverse_pass_equals_autograd(self):
        length = torch.tensor([130, 9])
        steps = export.sample(self.model, 2, 130, 11)
        expected = export.attributions(self.model, steps, length)
        d_hazard = torch.zeros(2, 2 * hazards.INTERVALS)
        d_hazard[:, 0] = d_hazard[:, hazards.INTERVALS] = 1
        zero = self.model.start(2)
        with torch.no_grad():
            out = Explanation(self.model)(*steps, torch.ones(2), length, *zero, d_hazard, *zero)
        self.close(out[0], expected)

    def test_reversed_chunks_equal_autograd(self):
        steps = export.sample(self.model, 1, 130, 12)
        expected = export.attributions(self.model, steps, torch.tensor([130]))
        states, state = [], self.model.start(1)
        for at in range(0, 130, 50):
            states.append(state)
            state = self.served(tuple(c[:, at:at + 50] for c in steps), *state)[2:4]
        d_hazard = torch.zeros(1, 2 * hazards.INTERVALS)
        d_hazard[:, 0] = d_hazard[:, hazards.INTERVALS] = 1
        d_state, found = self.model.start(1), []
        for at in range(100, -1, -50):
            chunk = tuple(c[:, at:at + 50] for c in steps)
            length = torch.tensor([chunk[0].shape[1]])
            with torch.no_grad():
                out = Explanation(self.model)(*chunk, torch.ones(1), length, *states[at // 50], d_hazard, *d_state)
            found.insert(0, out[0])
            d_state, d_hazard = out[1:], torch.zeros_like(d_hazard)
        self.close(torch.cat(found, 1), expected)

    def test_graphs_are_written(self):
        with tempfile.TemporaryDirectory() as folder:
            export.write(self.model, Path(folder), {})
            self.assertGreater((Path(folder) / "explain.onnx").stat().st_size, 10_000)


class Hazards(unittest.TestCase):
    def test_a_constant_hazard_gives_the_known_risk(self):
        own, death = 0.03, 0.02
        curve = torch.log(torch.tensor([own] * hazards.INTERVALS + [death] * hazards.INTERVALS))
        for years in (0.05, 1, 2, 5, 10):
            known = own / (own + death) * (1 - np.exp(-(own + death) * years))
            self.assertAlmostEqual(hazards.risk(curve, years).item(), known, 5)

    def test_the_likelihood_is_least_at_the_true_rate(self):
        kind, years = torch.tensor([1, 2, 0, 0]), torch.tensor([0.5, 3.0, 10.0, 10.0])
        def total(own, death):
            curve = torch.log(torch.tensor([own] * hazards.INTERVALS + [death] * hazards.INTERVALS)).expand(4, -1)
            return hazards.poisson_loss(curve, hazards.counts(kind, years), years).sum().item()
        best = total(1 / 23.5, 1 / 23.5)
        self.assertLess(best, total(1 / 20, 1 / 23.5))
        self.assertLess(best, total(1 / 23.5, 1 / 28))

    def test_expected_events_have_the_gradient_of_recorded_ones_in_the_mean(self):
        rate, people, years = 0.2, 20_000, 5.0
        draws = np.random.default_rng(1).exponential(1 / rate, people)
        until = torch.from_numpy(np.minimum(draws, years))
        kind = torch.from_numpy((draws < years).astype(np.int64))
        recorded = hazards.counts(kind, until)
        expected = torch.cat([rate * hazards.exposure(until), torch.zeros(people, hazards.INTERVALS)], -1)
        gradients = []
        for events in (recorded, expected):
            curve = torch.full((2 * hazards.INTERVALS,), -2.0, dtype=torch.double, requires_grad=True)
            hazards.poisson_loss(curve.expand(people, -1), events, until).sum().backward()
            gradients.append(curve.grad[:hazards.INTERVALS])
        scatter = recorded.sum(0)[:hazards.INTERVALS].sqrt()
        self.assertTrue(((gradients[0] - gradients[1]).abs() <= 4 * scatter + 1e-9).all())

    def test_an_edge_belongs_to_the_interval_that_it_ends(self):
        self.assertEqual(hazards.interval(torch.tensor([0.0, 30 / 365.25, 0.1, 10.0])).tolist(), [0, 0, 1, 7])


class Labels(unittest.TestCase):
    """What a person is learnt from: true hazards where they are known, else what was recorded."""

    def arrays(self, known):
        arrays = object.__new__(Arrays)
        arrays.tasks = [Task("a", 1, 10.0)]
        arrays.hazard_offset = np.array([0, 3 if known else 0])
        arrays.hazard_day = np.array([0.0, 365.25, 3652.5], np.float32)
        arrays.hazard_outcome = np.array([[0.0], [0.1], [1.0]], np.float32)
        arrays.hazard_death = np.array([[0.0], [0.0], [0.9]], np.float32)
        arrays.outcome_offset, arrays.outcome_day = np.array([0, 1]), np.array([730.5])
        arrays.end_offset, arrays.end_day = np.array([0, 0]), np.zeros(0)
        arrays.at_moments = np.array([False])
        arrays.exit, arrays.death = np.array([3652.5]), np.array([np.nan])
        arrays.eligible_from, arrays.eligible_until = np.array([[0.0]]), np.array([[730.5]])
        return arrays

    def events(self, known):
        arrays, days = self.arrays(known), np.array([0.0, 800.0])
        asked, kind, years = arrays.labels(0, 0, days)
        self.assertEqual(asked.tolist(), [True, False])
        self.assertEqual((kind[0], round(years[0], 6)), (1, 2.0))
        return arrays.events(0, 0, days[:1], kind[:1], years[:1])[0]

    def test_recorded_outcomes_count_where_no_hazards_are_known(self):
        events = self.events(False)
        self.assertEqual(events.sum(), 1)
        self.assertEqual(events[int(hazards.interval(torch.tensor(2.0)))], 1)

    def test_hazards_count_up_to_the_event_and_not_beyond(self):
        events = self.events(True)
        # A year at 0.1 a year, then one at 0.1 a year more: nothing after the outcome at 2 years.
        self.assertAlmostEqual(events[:hazards.INTERVALS].sum(), 0.1 + 0.9 / 9, 5)
        self.assertAlmostEqual(events[hazards.INTERVALS:].sum(), 0.9 / 9, 5)
        self.assertEqual(events[4:hazards.INTERVALS].sum(), 0)


class Stays(unittest.TestCase):
    """Questions that are put at moments of stays in hospital, beside one for any time."""

    def arrays(self, moments=(5.0, 12.0, 40.0)):
        arrays = object.__new__(Arrays)
        arrays.meta, arrays.groups, arrays.concept_of = dict(concepts=[""]), (), np.array([0, 1])
        arrays.tasks, arrays.at_moments = [Task("a", 1, 10.0), Task("b", 2, 30.0 / 365.25)], np.array([False, True])
        arrays.offset, arrays.day = np.array([0, 6]), np.array([0.0, 5.0, 10.0, 12.0, 20.0, 60.0])
        arrays.known = np.array([0.0, 5.0, 10.0, 15.0, 20.0, 60.0])
        arrays.token, arrays.value, arrays.has_value = np.ones(6, np.int32), np.zeros(6, np.float32), np.zeros(6, np.int8)
        arrays.exit, arrays.death = np.array([100.0]), np.array([np.nan])
        arrays.eligible_from, arrays.eligible_until = np.zeros((1, 2)), np.full((1, 2), 100.0)
        arrays.outcome_offset, arrays.outcome_day = np.array([0, 0, 1]), np.array([45.0])
        arrays.end_offset, arrays.end_day = np.array([0, 0, 1]), np.array([9.0])
        arrays.moment_offset, arrays.moment_day = np.array([0, 0, len(moments)]), np.array(moments)
        arrays.hazard_offset = arrays.group_offset = np.array([0, 0])
        arrays.group_day, arrays.group_contribution = np.zeros(0), np.zeros((0, 1))
        return arrays

    def test_they_are_asked_at_these_moments_alone_and_ended_by_more_than_death(self):
        asked, kind, years = self.arrays().labels(0, 1, np.array([5.0, 6.0, 40.0]))
        self.assertEqual(asked.tolist(), [True, False, True])
        self.assertEqual(kind[[0, 2]].tolist(), [2, 1])
        self.assertTrue(np.allclose(years[[0, 2]] * 365.25, [4.0, 5.0]))

    def test_a_moment_belongs_to_the_segment_that_knows_all_before_it_and_nothing_after(self):
        random = np.random.default_rng(1)
        at, day = batches.stay_moments(self.arrays(), 0, 0, 6, random)
        # On day 12 what is dated before was not yet known.
        self.assertEqual((at.tolist(), day.tolist()), ([1, 4], [5.0, 40.0]))
        self.assertEqual(batches.stay_moments(self.arrays(), 0, 0, 3, random)[1].tolist(), [5.0])
        self.assertEqual(batches.stay_moments(self.arrays(), 0, 3, 3, random)[1].tolist(), [40.0])
        many = self.arrays(tuple(20 + 0.1 * i for i in range(batches.STAY_MOMENTS_MAX + 1)))
        self.assertEqual(len(batches.stay_moments(many, 0, 0, 6, random)[1]), batches.STAY_MOMENTS_MAX)

    def test_each_question_is_learnt_from_its_own_moments(self):
        arrays, random = self.arrays(), np.random.default_rng(1)
        segment = batches.whole(arrays, np.array([0]))
        asked = batches.questions(arrays, segment, 16, [Notes(arrays.concepts)], random)
        weight, age = asked.weight[0].numpy(), asked.prompts[5][0, :, 0].numpy()
        own = weight[:, 1] > 0
        self.assertTrue(np.allclose(age[own] * 365.25, [5.0, 40.0], atol=1e-4))
        self.assertEqual(set(weight[own, 1]), {batches.STAY_WEIGHT})
        self.assertFalse((own & (weight[:, 0] > 0)).any())
        self.assertGreater((weight[:, 0] > 0).sum(), 5)

    def test_without_such_questions_the_draws_are_as_they_were(self):
        arrays = self.arrays()
        arrays.at_moments = np.array([False, False])
        random, alone = np.random.default_rng(1), np.random.default_rng(1)
        asked = batches.questions(arrays, batches.whole(arrays, np.array([0])), 16, [Notes(arrays.concepts)], random)
        at, _ = batches.draw_moments(arrays, 0, 0, 6, 16, alone)
        self.assertEqual(asked.at.shape[1], 16)
        self.assertEqual(asked.at[0, :len(at)].tolist(), at.tolist())
        self.assertEqual(random.random(), alone.random())


class Visits(unittest.TestCase):
    """When the next visit comes, and of which kind."""

    def arrays(self):
        arrays = object.__new__(Arrays)
        arrays.meta = dict(concepts=["", "lab/ldl", *KINDS])
        arrays.concept_of = np.arange(5)
        arrays.offset, arrays.exit = np.array([0, 5]), np.array([1000.0])
        arrays.token, arrays.day = np.array([1, 2, 1, 3, 4]), np.array([0.0, 10.0, 20.0, 100.0, 950.0])
        return arrays

    def test_the_first_visit_after_a_moment_counts_within_the_window_and_observation(self):
        kind, gap = visits.after(self.arrays(), 0, np.array([5.0, 10.0, 100.0, 940.0, 990.0]))
        self.assertEqual(kind.tolist(), [0, 1, -1, 2, -1])
        self.assertEqual(gap.tolist(), [5.0, 90.0, visits.WINDOW_DAYS, 10.0, 10.0])

    def test_rates_are_learnt_as_visits_by_time(self):
        kind, gap = torch.tensor([0, 0, 1, -1]), torch.tensor([10.0, 30.0, 20.0, 40.0])
        total = lambda first, second: visits.loss(torch.log(torch.tensor([[first, second, 1e-9]])).expand(4, -1), kind, gap)
        best = total(2 / 100, 1 / 100)
        self.assertLess(best, total(3 / 100, 1 / 100))
        self.assertLess(best, total(2 / 100, 2 / 100))


class Transformer(unittest.TestCase):
    """The baseline's prompts, which stand behind the window's steps."""

    def setUp(self):
        torch.manual_seed(0)
        self.model = Window(Size(32, 2), 60, np.arange(60) // 4).eval()
        torch.nn.init.normal_(self.model.hazard.weight, 0, 0.3)
        self.steps = export.sample(self.model, 2, 20, 3)
        self.prompts = export.sample(self.model, 2, 3, 4)
        self.at = torch.tensor([[4, 9, 9], [-1, 9, 19]])

    def answer(self, steps=None, prompts=None):
        with torch.no_grad():
            return self.model(steps or self.steps, prompts or self.prompts, self.at)

    def changed(self, columns, place):
        """Another token at one place of every row."""
        token = columns[0].clone()
        token[:, place] = token[:, place] % 59 + 1
        return (token, *columns[1:])

    def test_a_prompt_sees_the_steps_up_to_its_place_and_none_after(self):
        whole = self.answer()
        for place in range(20):
            differs = ~torch.isclose(self.answer(steps=self.changed(self.steps, place)), whole, atol=1e-6).all(-1)
            self.assertEqual(differs.tolist(), (self.at >= place).tolist())

    def test_a_prompt_sees_no_other_prompt(self):
        differs = ~torch.isclose(self.answer(prompts=self.changed(self.prompts, 1)), self.answer(), atol=1e-6).all(-1)
        self.assertEqual(differs.tolist(), [[False, True, False]] * 2)

    def test_moments_have_the_last_steps_before_them_and_half_a_window_at_least(self):
        day = np.arange(2000.0)
        asked = lambda at, start: batches.Asked(np.array([at]), day[[start + at]], *[np.zeros((1, 1))] * 4, np.zeros((1, 1, 2)))
        seen = []

        def draw(arrays, person, start, count, places, stays, random):
            seen.append((start, count))
            return asked(count - 1, start)

        arrays = SimpleNamespace(offset=np.array([0, 2000]), length=lambda person: 2000, day=day, known=day, at_moments=np.zeros(1, bool))
        with unittest.mock.patch.object(batches, "ask", draw):
            for seed in range(200):
                found = window.ask(arrays, 0, np.random.default_rng(seed))
                first, end = found.window
                self.assertEqual(found.at[0], end - 1 - first)
                self.assertEqual(end - first, min(end, CONTEXT))
                self.assertEqual(seen[-1], (first + min(window.MOMENTS_FROM, first), end - first - min(window.MOMENTS_FROM, first)))


if __name__ == "__main__":
    unittest.main()
