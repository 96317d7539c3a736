"""ONNX graphs of a trained model, and reference arrays that the serving side must reproduce."""
import json
import warnings

import numpy as np
import torch

from . import transformer
from .hazards import EDGES, INTERVALS
from .mamba2 import KERNEL
from .registers import ROWS, Writing, features
from .reverse import Explanation

OPSET = 17
STEP_INPUTS = ["token", "type", "source", "visit", "delta", "age", "value", "has_value"]
FORWARD_INPUTS = STEP_INPUTS + ["alpha", "length", "conv_state", "ssm_state"]
FORWARD_OUTPUTS = ["log_hazards", "next_rates", "new_conv_state", "new_ssm_state", "contributions", "next_visit"]
EXPLAIN_INPUTS = FORWARD_INPUTS + ["d_log_hazards", "d_conv_state", "d_ssm_state"]
EXPLAIN_OUTPUTS = ["attribution", "d_conv_start", "d_ssm_start"]
GOLDEN_LENGTHS = (70, 64, 1)
# Of the state only every so many values are kept: enough to see a difference, little enough to ship.
STATE_STRIDE = 61


def dynamic_axes(names):
    axes = {}
    for name in names:
        if name in STEP_INPUTS or name == "attribution":
            axes[name] = {0: "B", 1: "L"}
        elif "conv" in name or "ssm" in name:
            axes[name] = {1: "B"}
        else:
            axes[name] = {0: "B"}
    return axes


def sample(model, batch, length, seed):
    """Steps drawn at random: eight columns [B, L]."""
    draw = torch.Generator().manual_seed(seed)
    whole = lambda high: torch.randint(1, high, (batch, length), generator=draw)
    real = lambda: torch.rand(batch, length, generator=draw)
    return (whole(model.embedding.token.num_embeddings), whole(12), whole(5), whole(32),
            real() * 90, 40 + real().cumsum(1) * 0.05, torch.randn(batch, length, generator=draw), (real() < 0.5).float())


def write_graphs(model, folder):
    """forward.onnx and explain.onnx."""
    model.eval()
    conv, ssm = model.start(2)
    inputs = (*sample(model, 2, 9, 1), torch.tensor([1.0, 0.5]), torch.tensor([9, 7]), conv, ssm)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, inputs, str(folder / "forward.onnx"), input_names=FORWARD_INPUTS, output_names=FORWARD_OUTPUTS,
                          dynamic_axes=dynamic_axes(FORWARD_INPUTS + FORWARD_OUTPUTS), opset_version=OPSET)
        d_hazard = torch.randn(2, 2 * INTERVALS)
        torch.onnx.export(Explanation(model), (*inputs, d_hazard, conv, ssm), str(folder / "explain.onnx"),
                          input_names=EXPLAIN_INPUTS, output_names=EXPLAIN_OUTPUTS,
                          dynamic_axes=dynamic_axes(EXPLAIN_INPUTS + EXPLAIN_OUTPUTS), opset_version=OPSET)


def reference(model):
    """A ragged batch, a prompt on its state, and attributions: what PyTorch answers, as plain lists."""
    model.eval()
    length = torch.tensor(GOLDEN_LENGTHS)
    steps = sample(model, len(GOLDEN_LENGTHS), max(GOLDEN_LENGTHS), 7)
    alpha = torch.ones(len(GOLDEN_LENGTHS))
    with torch.no_grad():
        log_hazards, next_rates, conv, ssm, contributions, next_visit = model(*steps, alpha, length, *model.start(len(GOLDEN_LENGTHS)))
    named = dict(zip(STEP_INPUTS, steps), length=length, log_hazards=log_hazards, contributions=contributions, next_visit=next_visit,
                 next_rates=next_rates, conv_state=conv.flatten()[::STATE_STRIDE], ssm_state=ssm.flatten()[::STATE_STRIDE],
                 attribution=attributions(model, steps, length))
    return {name: dict(shape=list(value.shape), values=rounded(value)) for name, value in named.items()}


def attributions(model, steps, length):
    """Of the sum of the first interval's two log-hazards at each row's last step, by autograd, zero start: [B, L]."""
    rows = []
    for row, count in enumerate(length.tolist()):
        own = tuple(column[row:row + 1, :count] for column in steps)
        scale = torch.ones(1, count, requires_grad=True)
        plain = model.embedding.plain(*own)
        hidden, state = plain + (scale - 1).unsqueeze(-1) * model.embedding.difference(own[1], plain), model.start(1)
        keep = torch.tensor([[count, count + 1, count + 2]])
        for i, layer in enumerate(model.layers):
            hidden, _, _ = layer.chunk(hidden, state[0][i], state[1][i], torch.ones(1, count), keep)
        writing = Writing(model.embedding.concept_of[own[0]], own[5], own[6], own[7], torch.ones(1, count), model.concepts)
        registers = writing.apply(torch.zeros(1, ROWS, model.concepts), scale)
        curve, _ = model.answer(model.norm(hidden)[:, -1], features(registers, own[5][:, -1]))
        (gradient,) = torch.autograd.grad(curve[0, 0] + curve[0, INTERVALS], scale)
        padded = torch.zeros(int(length.max()))
        padded[:count] = gradient[0]
        rows.append(padded)
    return torch.stack(rows)


def rounded(value):
    flat = value.flatten().tolist()
    return flat if value.dtype == torch.long else [float(np.format_float_scientific(x, 6)) for x in flat]


def write(model, folder, facts):
    """The graphs, model.json (what a host must know to run them) and golden.json."""
    write_graphs(model, folder)
    transformer.write(model.size, folder)
    layer = model.layers[0]
    shape = dict(layers=len(model.layers), convRows=KERNEL - 1, convWidth=layer.width, heads=layer.heads, slabs=model.slabs,
                 states=layer.state, head=layer.head, vocabulary=model.embedding.token.num_embeddings)
    described = dict(format=1, shape=shape, edgesYears=list(EDGES), size=model.description(), groups=list(model.groups), **facts)
    (folder / "model.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
    (folder / "golden.json").write_text(json.dumps(reference(model), separators=(",", ":")) + "\n", encoding="utf-8")
