"""Piecewise-constant hazards of an outcome and of death before it (competing), in events a year.

A curve is a row of 2K log-hazards: K of the outcome, then K of death, over the intervals between EDGES (years).
"""
import torch

EDGES = (0.0, 30 / 365.25, 0.25, 1.0, 2.0, 3.5, 5.0, 7.5, 10.0)
INTERVALS = len(EDGES) - 1


def exposure(years):
    """Time spent in each interval by someone followed for `years`: [...] -> [..., K]."""
    edges = torch.tensor(EDGES, dtype=years.dtype)
    return torch.minimum(torch.clamp(years.unsqueeze(-1) - edges[:-1], min=0.0), edges[1:] - edges[:-1])


def interval(years):
    """Index of the interval in which a time falls; an edge belongs to the interval that it ends."""
    edges = torch.tensor(EDGES[1:-1], dtype=years.dtype)
    return torch.bucketize(years, edges, right=False)


def counts(kind, years):
    """Recorded events of the outcome and of death in each interval: kind and years [...] -> [..., 2K]."""
    at = torch.nn.functional.one_hot(interval(years), INTERVALS).to(years.dtype)
    return torch.cat([at * (kind == which).unsqueeze(-1).to(years.dtype) for which in (1, 2)], -1)


def poisson_loss(log_hazards, events, years):
    """Negative log-likelihood of competing events under right censoring: events [..., 2K] in each interval, recorded (0 or 1) or to be
    expected; years [...] until an event or the end of observation -> [...].

    With the events to be expected under the true hazards (their integral over the time at risk) its gradient has the same mean as with
    the recorded ones, and far less variance: whether a risk came true by chance no longer counts.
    """
    total = (torch.exp(log_hazards).unflatten(-1, (2, INTERVALS)).sum(-2) * exposure(years)).sum(-1)
    return total - (events * log_hazards).sum(-1)


def risk(log_hazards, horizon):
    """Probability of the outcome within `horizon` years, death competing: [..., 2K] -> [...]."""
    own, death = torch.exp(log_hazards).unflatten(-1, (2, INTERVALS)).unbind(-2)
    width = exposure(torch.tensor(horizon, dtype=log_hazards.dtype))
    both = own + death
    alive = torch.exp(-torch.cumsum(both * width, -1))
    before = torch.cat([torch.ones_like(alive[..., :1]), alive[..., :-1]], -1)
    return (own / both * before * -torch.expm1(-both * width)).sum(-1)
