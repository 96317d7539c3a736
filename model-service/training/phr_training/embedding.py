"""From the columns of a step to one vector (after EHRMamba, arXiv 2405.14567, with a raw value beside the binned one)."""
import torch
from torch import nn

TIME_FEATURES = 16
TASK_TYPE = 12
TYPES, SOURCES, VISITS = 16, 8, 32


class TimeFeatures(nn.Module):
    """One linear and m - 1 periodic features of a time (Time2Vec, arXiv 1907.05321): [...] -> [..., m]."""

    def __init__(self, features):
        super().__init__()
        self.frequency = nn.Parameter(torch.randn(features) * 0.5)
        self.phase = nn.Parameter(torch.randn(features))
        periodic = torch.ones(features)
        periodic[0] = 0
        self.register_buffer("periodic", periodic)

    def forward(self, time):
        angle = time.unsqueeze(-1) * self.frequency + self.phase
        return torch.sin(angle) * self.periodic + angle * (1 - self.periodic)


class StepEmbedding(nn.Module):
    """token, type, source, visit int64; delta (days), age (years), value, has_value float; all of one shape -> [..., d].

    `alpha` scales every step but a task's prompt between the mean step of the training people (0) and itself (1): the path
    along which integrated gradients are taken. Serving uses 1.
    """

    def __init__(self, size, vocabulary, concept_of):
        super().__init__()
        self.token = nn.Embedding(vocabulary, size)
        self.value_of_concept = nn.Embedding(int(concept_of.max()) + 1, size)
        self.type_of_event = nn.Embedding(TYPES, size)
        self.source = nn.Embedding(SOURCES, size)
        self.visit = nn.Embedding(VISITS, size)
        for table in (self.token, self.value_of_concept, self.type_of_event, self.source, self.visit):
            nn.init.normal_(table.weight, 0, 0.02)
        self.delta = TimeFeatures(TIME_FEATURES)
        self.age = TimeFeatures(TIME_FEATURES)
        self.value = nn.Linear(3, size)
        self.mix = nn.Linear(size + 2 * TIME_FEATURES, size)
        self.norm = nn.LayerNorm(size)
        self.register_buffer("concept_of", torch.as_tensor(concept_of, dtype=torch.long))
        self.register_buffer("mean_step", torch.zeros(size))

    def plain(self, token, type_, source, visit, delta, age, value, has_value):
        word = self.token(token)
        shape = torch.stack([value, value * value * 0.2, torch.abs(value)], -1)
        number = self.value(shape) + self.value_of_concept(self.concept_of[token]) * value.unsqueeze(-1)
        # Days are read on a logarithmic scale, ages in decades, so that both stay within a few units.
        times = [self.delta(torch.log1p(delta)), self.age(age * 0.1)]
        mixed = torch.tanh(self.mix(torch.cat([word + number * has_value.unsqueeze(-1)] + times, -1)))
        return self.norm(mixed + word + self.type_of_event(type_) + self.source(source) + self.visit(visit))

    def difference(self, type_, plain):
        """What alpha scales: the step's distance from the mean step; nothing for a prompt."""
        is_record = (type_ != TASK_TYPE).to(plain.dtype).unsqueeze(-1)
        return (plain - self.mean_step) * is_record

    def forward(self, token, type_, source, visit, delta, age, value, has_value, alpha=None):
        plain = self.plain(token, type_, source, visit, delta, age, value, has_value)
        if alpha is None:
            return plain
        scale = (alpha - 1.0).reshape(-1, *([1] * (plain.dim() - 1)))
        return plain + scale * self.difference(type_, plain)
