"""Checks of the model's mathematics; run with `python3 -m unittest discover -s tests` in model-service/training."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch

from phr_training import export, hazards
from phr_training.mamba2 import CHUNK
from phr_training.model import SIZES, RiskModel, Size
from phr_training.reverse import Explanation

TOLERANCE = 1e-4


def small_model(seed=0):
    torch.manual_seed(seed)
    model = RiskModel(Size(32, 2, 16, 16), 60, np.arange(60) // 4)
    for parameter in (model.hazard.weight, model.embedding.mean_step):
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

    def close(self, left, right):
        self.assertLess((left - right).abs().max().item(), TOLERANCE)

    def test_chunks_and_steps_equal_the_whole(self):
        for size in (1, 50, CHUNK):
            state = self.model.start(2)
            for at in range(0, 3 * CHUNK, size):
                out = self.served(tuple(c[:, at:at + size] for c in self.steps), *state)
                state = out[2:]
            for left, right in zip(out, self.whole):
                self.close(left, right)

    def test_padding_changes_nothing(self):
        short = self.served(tuple(c[:, :70] for c in self.steps), *self.model.start(2))
        padded = self.served(self.steps, *self.model.start(2), length=torch.tensor([70, 70]))
        for left, right in zip(short, padded):
            self.close(left, right)

    def test_a_row_without_steps_keeps_its_state(self):
        state = self.whole[2:]
        out = self.served(self.steps, *state, length=torch.tensor([0, 0]))
        self.close(out[2], state[0])
        self.close(out[3], state[1])

    def test_the_training_form_equals_the_served_form(self):
        with torch.no_grad():
            hidden, state, reads = self.model.segment(self.steps, self.model.start(2), torch.ones(2, 3 * CHUNK))
            self.close(self.model.log_hazards(hidden[:, -1]), self.whole[0])
            self.close(state[1], self.whole[3])

    def test_a_fork_in_training_equals_one_served_step(self):
        at = torch.tensor([[0, 70, 191], [63, 64, 5]])
        prompts = export.sample(self.model, 2, 6, 9)
        prompts = tuple(c.reshape(2, 3, 2) for c in prompts)
        with torch.no_grad():
            _, _, reads = self.model.segment(self.steps, self.model.start(2), torch.ones(2, 3 * CHUNK))
            asked = self.model.ask(prompts, at, reads)
        for row in range(2):
            for place in range(3):
                upto = tuple(c[row:row + 1, :at[row, place] + 1] for c in self.steps)
                state = self.served(upto, *self.model.start(1))[2:]
                for task in range(2):
                    prompt = tuple(c[row:row + 1, place, task:task + 1] for c in prompts)
                    self.close(self.served(prompt, *state)[0][0], asked[row, place, task])

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
            state = self.served(tuple(c[:, at:at + 50] for c in steps), *state)[2:]
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
            return hazards.negative_log_likelihood(curve, kind, years).sum().item()
        best = total(1 / 23.5, 1 / 23.5)
        self.assertLess(best, total(1 / 20, 1 / 23.5))
        self.assertLess(best, total(1 / 23.5, 1 / 28))

    def test_an_edge_belongs_to_the_interval_that_it_ends(self):
        self.assertEqual(hazards.interval(torch.tensor([0.0, 30 / 365.25, 0.1, 10.0])).tolist(), [0, 0, 1, 7])


if __name__ == "__main__":
    unittest.main()
