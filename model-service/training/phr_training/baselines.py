"""What a model without sequence reaches on the same rows: age and sex, classical factors, and boosted trees on counts and last values."""
import numpy as np
import xgboost
from sklearn.linear_model import LogisticRegression

from .arrays import TRAIN, TUNING
from .predict import labels, places

CLASSICAL = ("vital/sbp", "lab/hba1c", "lab/glucose", "lab/ldl", "lab/hdl", "lab/egfr", "lab/urine-protein", "vital/bmi", "social/smoking")
NAMES = ("ageSex", "classical", "boostedTrees")
# A baseline that has fewer outcomes than this to learn from is not fitted.
OUTCOMES_MIN = 50
DEVICE = 3


def facts(arrays, rows):
    """Female (1 or 0), whether a device had been used, and the number of steps, at each row's moment."""
    at = places(arrays, rows)
    found = np.zeros((3, len(rows)))
    for i, row in enumerate(rows):
        first = arrays.offset[arrays.row_person[row]]
        cut = slice(first, first + at[i] + 1)
        found[:, i] = (arrays.token[cut] == arrays.meta["femaleToken"]).any(), (arrays.source[cut] == DEVICE).any(), at[i] + 1
    return found


def features(arrays, rows, report):
    """[rows, 3 + 3 C]: age, sex, steps; then per concept ln(1 + count), last normalised value, ln(1 + days since)."""
    concepts = arrays.concepts
    table = np.full((len(rows), 3 + 3 * concepts), np.nan, np.float32)
    female = arrays.meta["femaleToken"]
    at = places(arrays, rows)
    for i, row in enumerate(rows):
        person = arrays.row_person[row]
        first = arrays.offset[person]
        cut = slice(first, first + at[i] + 1)
        concept = arrays.concept_of[arrays.token[cut]]
        table[i, :3] = arrays.row_day[row] / 365.25, (arrays.token[cut] == female).any(), at[i] + 1
        table[i, 3:3 + concepts] = np.log1p(np.bincount(concept, minlength=concepts))
        # Later assignments win: what stays is the last of each concept.
        table[i, 3 + 2 * concepts + concept] = np.log1p(arrays.row_day[row] - arrays.day[cut])
        valued = np.asarray(arrays.has_value[cut]) > 0
        table[i, 3 + concepts + concept[valued]] = arrays.value[cut][valued]
        if i % 2000 == 0:
            report(stage="baselines", done=i, of=len(rows))
    return table


def known_at(kind, years, horizon):
    """Rows whose state at the horizon is known, and whether the outcome had come."""
    outcome = (kind == 1) & (years <= horizon)
    known = outcome | ((kind == 2) & (years <= horizon)) | ((kind >= 0) & (years >= horizon - 1e-6))
    return known, outcome


def predict(arrays, report):
    """{name: [all rows] probability at the task's own horizon, NaN where a task has too little to learn from}."""
    rows = np.arange(len(arrays.row_person))
    table = features(arrays, rows, report)
    kind, years = labels(arrays, rows)
    split = arrays.split[arrays.row_person]
    answers = {name: np.full(len(rows), np.nan, np.float32) for name in NAMES}
    for number, task in enumerate(arrays.meta["tasks"]):
        own = arrays.row_task == number
        known, outcome = known_at(kind, years, task["horizonYears"])
        train, tune = own & known & (split == TRAIN), own & known & (split == TUNING)
        if outcome[train].sum() < OUTCOMES_MIN or not outcome[tune].any():
            continue
        for name, columns in (("ageSex", age_sex(table)), ("classical", classical(arrays, table))):
            line = LogisticRegression(max_iter=2000).fit(columns[train], outcome[train])
            answers[name][own] = line.predict_proba(columns[own])[:, 1]
        trees = boosted(table, outcome, train, tune)
        answers["boostedTrees"][own] = trees.predict_proba(table[own])[:, 1]
        report(stage="baselines", done=number + 1, of=len(arrays.meta["tasks"]))
    return answers


def age_sex(table):
    age = (table[:, 0] - 55) / 10
    return np.stack([age, age * age, table[:, 1], age * table[:, 1]], 1)


def classical(arrays, table):
    """Age, sex and the last value of each classical factor, with a flag where it was never measured."""
    names, concepts = arrays.meta["concepts"], arrays.concepts
    columns = [age_sex(table)]
    for name in CLASSICAL:
        if name in names:
            value = table[:, 3 + concepts + names.index(name)]
            columns.append(np.stack([np.nan_to_num(value), np.isnan(value)], 1))
    return np.concatenate(columns, 1)


def boosted(table, outcome, train, tune):
    trees = xgboost.XGBClassifier(n_estimators=600, learning_rate=0.05, max_depth=4, subsample=0.8, colsample_bytree=0.5,
                                  min_child_weight=5, tree_method="hist", n_jobs=1, random_state=0, eval_metric="logloss",
                                  early_stopping_rounds=30)
    return trees.fit(table[train], outcome[train], eval_set=[(table[tune], outcome[tune])], verbose=False)
