"""The bank of wrong optimizers: each is the paper's rule with one mistake, and none may pass for torch's."""

from collections import defaultdict

import numpy as np
import pytest
import torch

from coursekit.optim import SGD, Adadelta, Adagrad, Adam, AdamW, Optimizer, RMSprop

TOLERANCE = 1e-10  # the contract's


def by(rule):
    """An optimizer that subtracts `rule(theta, g, memory, t)`; memory starts at 0 for every name."""

    class Rule(Optimizer):
        def _update(self):
            memory = self.__dict__.setdefault("memory", [defaultdict(float) for _ in self.params])
            for i, p in enumerate(self.params):
                t = self.t * len(self.params) - len(self.params) + i + 1  # counted per parameter
                memory[i]["t per parameter"] = t
                p.data -= rule(p.data, p.grad, memory[i], self.t)

    return lambda params: Rule(params, 1.0)


def heavy_ball(kind, lr=0.05, mu=0.9):
    def rule(theta, g, s, t):
        old = s["v"]
        new = s["v"] = mu * old + g
        if kind == "updated twice":
            s["v"] = mu * new + g
        if kind == "updated twice, kept once":
            return lr * (g + mu * (mu * new + g))
        return (
            lr
            * {
                "right": g + mu * new,
                "velocity of the step before": g + mu * old,
                "velocity updated before use": mu**2 * new + (1 + mu) * g,
                "no look-ahead": new,
                "look-ahead of the velocity alone": mu * new,
                "updated twice": g + mu * new,
            }[kind]
        )

    return by(rule)


def adagrad(kind, lr=0.1, eps=0.1):
    def rule(theta, g, s, t):
        if kind == "maxima":
            s["G"] = np.maximum(s["G"], g**2)
        elif kind == "averages":
            s["G"] = s["G"] + (g**2 - s["G"]) / t
        elif kind == "exponential averages":
            s["G"] = 0.99 * s["G"] + 0.01 * g**2
        elif kind == "absolute values":
            s["G"] = s["G"] + np.abs(g)
        else:
            s["G"] = s["G"] + g**2
        if kind == "epsilon inside the root":
            return lr * g / np.sqrt(s["G"] + eps)
        if kind == "epsilon added to the parameter":
            return lr * g / np.sqrt(s["G"]) + eps
        if kind == "no root":
            return lr * g / (s["G"] + eps)
        return lr * g / (np.sqrt(s["G"]) + eps)

    return by(rule)


def rmsprop(kind, lr=0.01, alpha=0.9, eps=0.1):
    def rule(theta, g, s, t):
        before = s["s"]
        s["s"] = alpha * before + (1 - alpha) * g**2
        if kind == "weights swapped":
            s["s"] = (1 - alpha) * before + alpha * g**2
        if kind == "epsilon inside the root":
            return lr * g / np.sqrt(s["s"] + eps)
        if kind == "epsilon added to the parameter":
            return lr * g / np.sqrt(s["s"]) + eps
        if kind == "average of the step before":
            return lr * g / (np.sqrt(before) + eps)
        return lr * g / (np.sqrt(s["s"]) + eps)

    return by(rule)


def adadelta(kind, rho=0.9, eps=1e-2):
    def rule(theta, g, s, t):
        s["s"] = rho * s["s"] + (1 - rho) * g**2
        if kind == "epsilon outside the root":
            step = (np.sqrt(s["d"]) + eps) / (np.sqrt(s["s"]) + eps) * g
        elif kind == "no numerator":
            step = np.sqrt(eps) / np.sqrt(s["s"] + eps) * g
        elif kind == "gradient in both averages":
            step = np.sqrt(s["d"] + eps) / np.sqrt(s["s"] + eps) * g
            s["d"] = rho * s["d"] + (1 - rho) * g**2
            return step
        else:
            step = np.sqrt(s["d"] + eps) / np.sqrt(s["s"] + eps) * g
        s["d"] = rho * s["d"] + (1 - rho) * step**2
        return step

    return by(rule)


def adam(kind, lr=0.05, betas=(0.9, 0.999), eps=1e-8, decay=0.0):
    def rule(theta, g, s, t):
        beta1, beta2 = betas
        if kind == "t counted per parameter":
            t = s["t per parameter"]
        decayed = 0.0
        if kind == "decay after the moments":
            decayed = lr * decay * theta
        elif kind == "decay without the learning rate":
            decayed = decay * theta
        elif kind == "decoupled":
            decayed = lr * decay * theta
        elif kind == "no half in the penalty":  # the gradient of decay * theta^2
            g = g + 2 * decay * theta
        else:
            g = g + decay * theta
        s["m"] = beta1 * s["m"] + (1 - beta1) * g
        s["v"] = beta2 * s["v"] + (1 - beta2) * g**2
        power = {"power t - 1": t + 1e-9 - 1, "power t + 1": t + 1, "power 1": 1}.get(kind, t)
        c1, c2 = 1 - beta1**power, 1 - beta2**power
        if kind == "no bias correction":
            c1 = c2 = 1
        if kind == "only the mean corrected":
            c2 = 1
        if kind == "betas swapped in the correction":
            c1, c2 = c2, c1
        m, v = s["m"] / c1, s["v"] / c2
        if kind == "largest of the corrected":
            v = s["max"] = np.maximum(s["max"], v)
        if kind == "amsgrad":
            s["max"] = np.maximum(s["max"], s["v"])
            v = s["max"] / c2
        if kind == "epsilon inside the root":
            return lr * m / np.sqrt(v + eps)
        if kind == "epsilon added to the parameter":
            return lr * m / np.sqrt(v) + eps
        if kind == "epsilon before the correction":
            return lr * m / ((np.sqrt(s["v"]) + eps) / np.sqrt(c2))
        return lr * m / (np.sqrt(v) + eps) + decayed

    return by(rule)


# the options under which the bank walks, beside torch's class of the same name
CASES = {
    "look-ahead": (SGD, {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    "Adagrad": (Adagrad, {"lr": 0.1, "eps": 0.1}),
    "RMSprop": (RMSprop, {"alpha": 0.9, "eps": 0.1}),
    "Adadelta": (Adadelta, {"eps": 1e-2}),
    "Adam": (Adam, {"lr": 0.05, "betas": (0.8, 0.95)}),
    "Adam, large epsilon": (Adam, {"lr": 0.05, "eps": 0.1}),
    "Adam, L2": (Adam, {"lr": 0.05, "weight_decay": 0.1}),
    "AMSGrad": (Adam, {"lr": 0.05, "amsgrad": True}),
    "AdamW": (AdamW, {"lr": 0.05, "weight_decay": 0.5}),
}

# the case that must turn it away -> a way to write the rule and its kind of mistake
BANK = [
    *(
        ("look-ahead", heavy_ball, kind, {})
        for kind in [
            "velocity updated before use",
            "velocity of the step before",
            "no look-ahead",
            "look-ahead of the velocity alone",
            "updated twice",
            "updated twice, kept once",
        ]
    ),
    *(
        ("Adagrad", adagrad, kind, {})
        for kind in [
            "maxima",
            "averages",
            "exponential averages",
            "absolute values",
            "no root",
            "epsilon inside the root",
            "epsilon added to the parameter",
        ]
    ),
    *(
        ("RMSprop", rmsprop, kind, {})
        for kind in [
            "weights swapped",
            "average of the step before",
            "epsilon inside the root",
            "epsilon added to the parameter",
        ]
    ),
    *(
        ("Adadelta", adadelta, kind, {})
        for kind in [
            "epsilon outside the root",
            "no numerator",
            "gradient in both averages",
        ]
    ),
    *(
        ("Adam", adam, kind, {"betas": (0.8, 0.95)})
        for kind in [
            "no bias correction",
            "only the mean corrected",
            "betas swapped in the correction",
            "power t - 1",
            "power t + 1",
            "power 1",
            "t counted per parameter",
        ]
    ),
    *(
        ("Adam, large epsilon", adam, kind, {"eps": 0.1})
        for kind in [
            "epsilon inside the root",
            "epsilon added to the parameter",
            "epsilon before the correction",
        ]
    ),
    *(("AMSGrad", adam, kind, {}) for kind in ["largest of the corrected", "no maximum"]),
    *(
        ("AdamW", adam, kind, {"decay": 0.5})
        for kind in [
            "coupled",
            "decay without the learning rate",
        ]
    ),
    ("Adam, L2", adam, "decoupled", {"decay": 0.1}),
    ("Adam, L2", adam, "no half in the penalty", {"decay": 0.1}),
]

# the same code without the mistake: it is the mistake that is turned away, not the harness
HONEST = [
    ("look-ahead", heavy_ball, "right", {}),
    ("Adagrad", adagrad, "right", {}),
    ("RMSprop", rmsprop, "right", {}),
    ("Adadelta", adadelta, "right", {}),
    ("Adam", adam, "right", {"betas": (0.8, 0.95)}),
    ("Adam, large epsilon", adam, "right", {"eps": 0.1}),
    ("AMSGrad", adam, "amsgrad", {}),
    ("AdamW", adam, "decoupled", {"decay": 0.5}),
    ("Adam, L2", adam, "right", {"decay": 0.1}),
]


def torchs(name):
    kind, options = CASES[name]
    return lambda params: getattr(torch.optim, kind.__name__)(params, **options)


@pytest.mark.parametrize(("name", "write", "kind", "options"), BANK)
def test_the_contract_rejects_the_mistake(difference, name, write, kind, options):
    got = difference(write(kind, **options), torchs(name), 0)
    assert not got <= 1e4 * TOLERANCE  # NaN is turned away too


@pytest.mark.parametrize(("name", "write", "kind", "options"), HONEST)
def test_the_same_code_without_the_mistake_passes(difference, name, write, kind, options):
    assert difference(write(kind, **options), torchs(name), 0) <= TOLERANCE


@pytest.mark.parametrize("name", CASES)
def test_the_packages_own_passes_where_the_bank_is_rejected(difference, name):
    kind, options = CASES[name]
    assert difference(lambda params: kind(params, **options), torchs(name), 0) <= TOLERANCE
