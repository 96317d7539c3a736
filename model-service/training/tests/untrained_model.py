"""python3 tests/untrained_model.py META OUT: a small model with drawn weights for the serving side's tests.

META is a cohort's meta.json; OUT gets forward.onnx, explain.onnx, model.json and golden.json."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch

from phr_training import export
from phr_training.model import KINDS, RiskModel, Size

meta, out = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
torch.manual_seed(0)
model = RiskModel(Size(32, 2, 16, 16), len(meta["conceptOf"]), np.array(meta["conceptOf"]), meta["groups"])
for table, scale in ((model.hazard.weight, 0.3), (model.drive.weight, 0.1), (model.embedding.token.weight, 0.5), (model.embedding.mean_step, 0.3)):
    torch.nn.init.normal_(table, 0, scale)
identity = dict(slope=1.0, intercept=0.0, deathIntercept=0.0, events=0)
export.write(model, out, dict(visits=list(KINDS), vocabularySha256=meta["vocabularySha256"], tasks=meta["tasks"],
                              acting={task["key"]: meta["groups"][:-1] if i else meta["groups"] for i, task in enumerate(meta["tasks"])},
                              calibration={task["key"]: identity for task in meta["tasks"]}))
