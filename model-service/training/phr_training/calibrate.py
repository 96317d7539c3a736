"""Recalibration on the tuning split: for each task a slope and an intercept of the outcome's log-hazards, and an intercept of
death's, by maximum likelihood under a weak prior that the model is right as it is. The ranking of people changes little; the level
becomes right, and where few outcomes are to be expected it stays near to what was learnt."""
import numpy as np
import torch

from .hazards import INTERVALS, poisson_loss

# Standard deviations of the prior: a slope of 1, levels that need no shift.
SLOPE_DEVIATION = 0.25
LEVEL_DEVIATION = 0.5


def apply(log_hazards, calibration):
    own = calibration["intercept"] + calibration["slope"] * log_hazards[..., :INTERVALS]
    return torch.cat([own, log_hazards[..., INTERVALS:] + calibration["deathIntercept"]], -1)


def fit(log_hazards, kind, years, counts):
    """One task's calibration from events [., 2K], recorded or to be expected; `events` says how many of the outcome there were."""
    usable = (kind >= 0) & np.isfinite(log_hazards).all(1)
    curve = torch.from_numpy(log_hazards[usable]).double()
    counts, years = torch.from_numpy(counts[usable]), torch.from_numpy(years[usable])
    events = int(counts[:, :INTERVALS].sum())
    if not len(curve):
        return dict(slope=1.0, intercept=0.0, deathIntercept=0.0, events=0)
    centre = curve[:, :INTERVALS].mean()
    parts = torch.zeros(3, dtype=torch.double, requires_grad=True)

    def loss():
        slope, level = 1 + parts[0], parts[1]
        own = centre + level + slope * (curve[:, :INTERVALS] - centre)
        both = torch.cat([own, curve[:, INTERVALS:] + parts[2]], -1)
        prior = (parts / torch.tensor([SLOPE_DEVIATION, LEVEL_DEVIATION, LEVEL_DEVIATION])) ** 2 / 2
        return (poisson_loss(both, counts, years).sum() + prior.sum()) / len(curve)

    search = torch.optim.LBFGS([parts], max_iter=100, line_search_fn="strong_wolfe")

    def again():
        search.zero_grad()
        value = loss()
        value.backward()
        return value

    search.step(again)
    slope, level, death = (float(part) for part in parts.detach())
    return dict(slope=1 + slope, intercept=float(centre + level - (1 + slope) * centre), deathIntercept=death, events=events)
