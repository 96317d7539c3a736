"""What a model without sequence reaches on the same rows: age and sex, classical factors, and boosted trees on counts and last values;
the trees a second time with the labels that the model learns from, so that the comparison is of models and not of labels; a Transformer
of the model's width over the last steps (window.py), which learns from these labels too; and a bound: trees that are told what each
clinical group truly does at the moment of asking, which no record says exactly."""
import numpy as np
import xgboost
from sklearn.linear_model import LogisticRegression

from .arrays import HELD_OUT, TUNING
from .predict import labels, places

CLASSICAL = ("vital/sbp", "lab/hba1c", "lab/glucose", "lab/ldl", "lab/hdl", "lab/egfr", "lab/urine-protein", "vital/bmi", "social/smoking")
NAMES = ("ageSex", "classical", "boostedTrees", "boostedTreesOfHazards", "knowingTheBody", "transformer")
# A baseline that has fewer outcomes than this to learn from is not fitted.
OUTCOMES_MIN = 50
DEVICE = 3


def facts(arrays, rows):
    """Female (1, 0 of a man, NaN where nobody says), whether a device had been used, and the number of steps, at each row's moment."""
    at = places(arrays, rows)
    male = arrays.meta["concepts"].index("static/male")
    found = np.zeros((3, len(rows)))
    for i, row in enumerate(rows):
        first = arrays.offset[arrays.row_person[row]]
        cut = slice(first, first + at[i] + 1)
        token = arrays.token[cut]
        female, known = (token == arrays.meta["femaleToken"]).any(), (arrays.concept_of[token] == male).any()
        found[:, i] = 1 if female else 0 if known else np.nan, (arrays.source[cut] == DEVICE).any(), at[i] + 1
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


def body(arrays, rows, table):
    """[rows, 2 + T G]: age, sex, and the true contribution of each group to each task; NaN where it cannot happen or nobody knows."""
    told = [arrays.contributions(arrays.row_person[row], arrays.row_day[row:row + 1]).ravel() for row in rows]
    return np.concatenate([table[:, :2], np.reshape(told, (len(rows), -1))], 1).astype(np.float32)


def known_at(kind, years, horizon):
    """Rows whose state at the horizon is known, and whether the outcome had come."""
    outcome = (kind == 1) & (years <= horizon)
    known = outcome | ((kind == 2) & (years <= horizon)) | ((kind >= 0) & (years >= horizon - 1e-6))
    return known, outcome


def expected_within(arrays, rows, task, kind, years, horizon):
    """Events of the outcome that the true hazards let expect within the horizon, at most 1; NaN where they are not known or observation
    was to end before the horizon."""
    found = np.full(len(rows), np.nan)
    for i, row in enumerate(rows):
        person, day = arrays.row_person[row], arrays.row_day[row]
        if kind[i] >= 0 and arrays.knows_hazards(person) and day + horizon * 365.25 <= arrays.study_end[person]:
            own, _ = arrays.expected(person, task, np.array([day, day + 365.25 * min(horizon, years[i])]))
            found[i] = min(own[1], 1.0)
    return found


def fit(arrays, report):
    """{task: {name: probability of rows [n, columns] -> [n]}} at the task's own horizon; what had too little to learn from is missing."""
    rows = np.flatnonzero(arrays.split[arrays.row_person] != HELD_OUT)
    table = features(arrays, rows, report)
    told = body(arrays, rows, table)
    kind, years, _ = labels(arrays, rows)
    tuning = arrays.split[arrays.row_person[rows]] == TUNING
    fitted = {}
    for number, task in enumerate(arrays.meta["tasks"]):
        own, horizon, fitted[task["key"]] = arrays.row_task[rows] == number, task["horizonYears"], {}
        known, outcome = known_at(kind, years, horizon)
        train, tune = own & known & ~tuning, own & known & tuning
        expected = np.full(len(rows), np.nan)
        expected[own] = expected_within(arrays, rows[own], number, kind[own], years[own], horizon)
        if np.nansum(expected[~tuning]) >= OUTCOMES_MIN:
            has = np.isfinite(expected)
            fitted[task["key"]]["boostedTreesOfHazards"] = boosted(table, expected, has & ~tuning, has & tuning)
            fitted[task["key"]]["knowingTheBody"] = boosted(told, expected, has & ~tuning, has & tuning)
        if outcome[train].sum() >= OUTCOMES_MIN and outcome[tune].any():
            for name, columns in (("ageSex", age_sex), ("classical", Classical(arrays.meta["concepts"]))):
                fitted[task["key"]][name] = columns, LogisticRegression(max_iter=2000).fit(columns(table[train]), outcome[train])
            fitted[task["key"]]["boostedTrees"] = boosted(table, outcome, train, tune)
        report(stage="baselines", done=number + 1, of=len(arrays.meta["tasks"]))
    return fitted


def predict(fitted, arrays, rows, report):
    """{name: probability [rows] at the task's own horizon, NaN where nothing was fitted}."""
    table = features(arrays, rows, report)
    told = body(arrays, rows, table)
    answers = {name: np.full(len(rows), np.nan, np.float32) for name in NAMES}
    for number, task in enumerate(arrays.meta["tasks"]):
        own = arrays.row_task[rows] == number
        for name, how in fitted.get(task["key"], {}).items():
            if own.any():
                answers[name][own] = answer(how, told[own] if name == "knowingTheBody" else table[own])
    return answers


def answer(how, table):
    if isinstance(how, tuple):
        columns, line = how
        return line.predict_proba(columns(table))[:, 1]
    return how.predict(xgboost.DMatrix(table), iteration_range=(0, how.best_iteration + 1))


def age_sex(table):
    age = (table[:, 0] - 55) / 10
    return np.stack([age, age * age, table[:, 1], age * table[:, 1]], 1)


class Classical:
    """Age, sex and the last value of each classical factor, with a flag where it was never measured."""

    def __init__(self, concepts):
        self.concepts = len(concepts)
        self.places = [3 + self.concepts + concepts.index(name) for name in CLASSICAL if name in concepts]

    def __call__(self, table):
        values = [table[:, place] for place in self.places]
        return np.concatenate([age_sex(table), *(np.stack([np.nan_to_num(v), np.isnan(v)], 1) for v in values)], 1)


def boosted(table, label, train, tune):
    """label in [0, 1]: whether the outcome came, or how many were to be expected."""
    cut = lambda which: xgboost.DMatrix(table[which], label[which].astype(np.float32))
    settings = dict(objective="binary:logistic", eta=0.05, max_depth=4, subsample=0.8, colsample_bytree=0.5, min_child_weight=1,
                    tree_method="hist", nthread=1, seed=0, base_score=float(np.clip(label[train].mean(), 1e-4, 0.5)))
    return xgboost.train(settings, cut(train), 600, [(cut(tune), "tuning")], early_stopping_rounds=30, verbose_eval=False)
