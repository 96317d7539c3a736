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


def negative_log_likelihood(log_hazards, kind, years):
    """Of right-censored competing events. log_hazards [..., 2K]; kind 0 censored, 1 outcome, 2 death; years [...] -> [...]."""
    total = (torch.exp(log_hazards).unflatten(-1, (2, INTERVALS)).sum(-2) * exposure(years)).sum(-1)
    at = interval(years).unsqueeze(-1)
    own = torch.gather(log_hazards, -1, at).squeeze(-1)
    death = torch.gather(log_hazards, -1, at + INTERVALS).squeeze(-1)
    return total - torch.where(kind == 1, own, torch.zeros_like(own)) - torch.where(kind == 2, death, torch.zeros_like(death))


def risk(log_hazards, horizon):
    """Probability of the outcome within `horizon` years, death competing: [..., 2K] -> [...]."""
    own, death = torch.exp(log_hazards).unflatten(-1, (2, INTERVALS)).unbind(-2)
    width = exposure(torch.tensor(horizon, dtype=log_hazards.dtype))
    both = own + death
    alive = torch.exp(-torch.cumsum(both * width, -1))
    before = torch.cat([torch.ones_like(alive[..., :1]), alive[..., :-1]], -1)
    return (own / both * before * -torch.expm1(-both * width)).sum(-1)
