"""The torch loop: the NumPy loop and a plain loop as oracles, and runs cut in the middle."""

import functools
import io
import zipfile

import numpy as np
import pytest
import torch
from torch import nn

from coursekit.data import ArrayDataset, DataLoader
from coursekit.nn import CrossEntropyLoss, mlp
from coursekit.optim import SGD
from coursekit.train import fit, fit_torch, load_checkpoint, predict_torch, save_checkpoint
from coursekit.train.random_states import find_generators

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(20, 4)).astype(np.float32), RNG.integers(0, 3, 20)
cross_entropy = nn.functional.cross_entropy


def network(seed=0, dropout=0.3):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Sequential(
            nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(dropout), nn.Linear(8, 3)
        )


class Noisy:
    """A transform with a generator of its own."""

    def __init__(self, rng):
        self.rng = np.random.default_rng(rng)

    def __call__(self, sample):
        x, y = sample
        return x + self.rng.normal(scale=0.1, size=x.shape).astype(np.float32), y


def collate_noisily(noisy, samples):
    pairs = [noisy(sample) for sample in samples]
    return np.stack([x for x, _ in pairs]), np.array([y for _, y in pairs])


def parts(schedule="step", seed=0):
    model = network(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    schedulers = torch.optim.lr_scheduler
    made = {
        "none": lambda: None,
        "step": lambda: schedulers.StepLR(optimizer, 2),
        "multi": lambda: schedulers.MultiStepLR(optimizer, [1, 3]),
        "cosine": lambda: schedulers.CosineAnnealingLR(optimizer, 6),
        "cycle": lambda: schedulers.OneCycleLR(optimizer, 0.1, total_steps=30),
        "warm": lambda: schedulers.SequentialLR(
            optimizer,
            [schedulers.LinearLR(optimizer, 0.1, total_iters=2), schedulers.StepLR(optimizer, 2)],
            [2],
        ),
    }[schedule]()
    loader = DataLoader(
        ArrayDataset(X, Y), 6, shuffle=True, rng=7,
        collate_fn=functools.partial(collate_noisily, Noisy(5)),
    )  # fmt: skip
    return model, optimizer, loader, made


def train(epochs, path=None, schedule="step", **options):
    model, optimizer, loader, made = parts(schedule)
    noise = np.random.default_rng(3)

    def evaluate(model):
        scores = predict_torch(model, X).numpy() + noise.normal(size=(20, 3))
        return {"accuracy": float((scores.argmax(axis=1) == Y).mean())}

    options = {"rng": 11, "evaluate": evaluate, "monitor": "accuracy", **options}
    run = fit_torch(
        model, cross_entropy, optimizer, loader, epochs=epochs, schedule=made, checkpoint=path,
        schedule_every="update" if schedule == "cycle" else "epoch", **options,
    )  # fmt: skip
    return model, run


def same(a, b):
    (model, run), (other, other_run) = a, b
    weights, others = model.state_dict(), other.state_dict()
    tables = ["updates", "epochs", "evaluations"]
    return all(torch.equal(weights[k], others[k]) for k in weights) and all(
        getattr(run, t).keys() == getattr(other_run, t).keys()
        and all(
            np.array_equal(getattr(run, t)[c], getattr(other_run, t)[c])
            for c in getattr(run, t)
            if c != "seconds"
        )
        for t in tables
    )


def test_every_update_is_the_numpy_loops():
    ours = mlp([4, 5, 3], rng=0)
    twin = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3)).double()
    for p, q in zip(ours.parameters(), twin.parameters(), strict=True):
        q.data = torch.tensor(p.data)
    x = X.astype(np.float64)

    def loader():
        return DataLoader(ArrayDataset(x, Y), 6, shuffle=True, rng=2)

    numpy_run = fit(
        ours, CrossEntropyLoss(), SGD(ours.parameters(), lr=0.5, momentum=0.9), loader(), epochs=4
    )
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.5, momentum=0.9)
    run = fit_torch(twin, cross_entropy, optimizer, loader(), epochs=4, rng=0)
    for table in ("updates", "epochs"):
        mine, theirs = getattr(run, table), getattr(numpy_run, table)
        assert mine.keys() == theirs.keys()
        for column in set(mine.keys()) - {"seconds"}:
            np.testing.assert_allclose(mine[column], theirs[column], rtol=0, atol=1e-9)
    assert run.outcome == "finished"


@pytest.mark.parametrize("schedule", ["none", "step", "multi", "cosine", "cycle", "warm"])
def test_a_run_that_was_cut_ends_bit_for_bit_like_one_that_was_not(tmp_path, schedule):
    whole = train(6, schedule=schedule)
    path = tmp_path / "run.pt"
    for epochs in (1, 4, 6, 6):  # the last one has nothing left to do
        cut = train(epochs, path, schedule)
    assert same(whole, cut)
    assert len(cut[1].epochs) == 6


def test_a_run_killed_inside_an_epoch_starts_that_epoch_again(tmp_path):
    path = tmp_path / "run.pt"
    calls = iter(range(100))

    def dies(scores, labels):
        if next(calls) == 10:  # 4 batches an epoch: in the third
            raise KeyboardInterrupt
        return cross_entropy(scores, labels)

    model, optimizer, loader, made = parts()
    evaluate = train_evaluation()
    options = {"epochs": 6, "rng": 11, "schedule": made, "evaluate": evaluate}
    with pytest.raises(KeyboardInterrupt):
        fit_torch(model, dies, optimizer, loader, monitor="accuracy", checkpoint=path, **options)
    assert load_checkpoint(path)["tables"]["epochs"]["updates"] == [4, 8]
    assert same(train(6), train(6, path))


def train_evaluation():
    noise = np.random.default_rng(3)

    def evaluate(model):
        scores = predict_torch(model, X).numpy() + noise.normal(size=(20, 3))
        return {"accuracy": float((scores.argmax(axis=1) == Y).mean())}

    return evaluate


FORGOTTEN = {
    "momenta": lambda s: s["parts"]["optimizer"]["state"].clear(),
    "schedule": lambda s: s["parts"]["schedule"].update(last_epoch=1),
    "dropout": lambda s: s.update(torch_random=torch.Generator().manual_seed(1).get_state()),
    "shuffle": lambda s: s["generators"].__setitem__(0, s["generators"][1]),
    "noise": lambda s: s["generators"].__setitem__(1, s["generators"][0]),
    "best": lambda s: s["parts"]["best"].update(best=-1.0),
    "running mean": lambda s: s["parts"]["model"]["1.running_mean"].zero_(),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_that_comparison_sees_what_a_checkpoint_forgets(tmp_path, what):
    path = tmp_path / "run.pt"
    train(2, path)
    state = load_checkpoint(path)
    FORGOTTEN[what](state)
    save_checkpoint(path, state)
    assert not same(train(6), train(6, path))


def test_the_best_weights_come_back():
    values = iter([0.1, 0.5, 0.9, 0.7, 0.8])
    seen = []

    def evaluate(model):
        seen.append([p.clone() for p in model.parameters()])
        return {"score": next(values)}

    model, run = train(4, evaluate=evaluate, monitor="score")
    assert all(torch.equal(p, q) for p, q in zip(model.parameters(), seen[2], strict=True))
    assert not all(torch.equal(p, q) for p, q in zip(model.parameters(), seen[4], strict=True))
    assert run.outcome == "finished"


@pytest.mark.parametrize(
    ("mode", "epochs", "outcome"), [("max", 4, "stopped"), ("min", 5, "finished")]
)
def test_patience_stops_and_stays_stopped(tmp_path, mode, epochs, outcome):
    scores = [0.5, 0.6, 0.4, 0.4, 0.3, 0.2]

    def once(limit):
        values = iter(scores)
        return train(
            limit, tmp_path / "run.pt", evaluate=lambda m: {"score": next(values)},
            monitor="score", mode=mode, patience=3,
        )[1]  # fmt: skip

    assert len(once(5).epochs) == epochs
    run = once(5)
    assert len(run.epochs) == epochs
    assert run.outcome == outcome


def test_draws_leave_the_global_state_alone_and_follow_rng():
    before = torch.get_rng_state()
    first, second, other = train(2), train(2), train(2, rng=12)
    assert torch.equal(before, torch.get_rng_state())
    assert same(first, second)
    assert not same(first, other)


def test_divergence_is_an_outcome():
    model, optimizer, loader, _ = parts()
    before = [p.clone() for p in model.parameters()]
    run = fit_torch(
        model, lambda s, y: cross_entropy(s, y) * float("inf"), optimizer, loader, epochs=3, rng=0
    )
    assert run.outcome == "diverged"
    assert len(run.updates) == 1
    assert all(torch.equal(p, q) for p, q in zip(model.parameters(), before, strict=True))


def test_long_gradients_are_clipped():
    model = nn.Linear(4, 3)
    start = nn.utils.parameters_to_vector(model.parameters()).detach()
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    loader = DataLoader(ArrayDataset(X, Y), 20)
    fit_torch(
        model, lambda s, y: 1e3 * cross_entropy(s, y), optimizer, loader, epochs=1, rng=0,
        clip_norm=0.25,
    )  # fmt: skip
    step = nn.utils.parameters_to_vector(model.parameters()).detach() - start
    assert step.norm().item() == pytest.approx(0.25, rel=1e-4)


def test_predicts_in_evaluation_mode_and_gives_the_mode_back():
    model = network().train()
    parted = predict_torch(model, X, batch_size=7)
    assert model.training
    assert not parted.requires_grad
    with torch.no_grad():
        torch.testing.assert_close(parted, model.eval()(torch.tensor(X)))
        assert not torch.allclose(parted, model.train()(torch.tensor(X)))


def test_generators_are_found_wherever_they_hide():
    a, b, c, d = (np.random.default_rng(i) for i in range(4))
    e = torch.Generator()

    def closure():
        return b.normal()

    holder = Noisy(0)
    holder.rng, holder.twin = a, a
    found = find_generators(
        [holder, functools.partial(closure, c)],
        {"x": (closure,)},
        lambda rng=d: rng,
        holder.__call__,
        e,
    )
    assert [id(g) for g in found] == [id(g) for g in (a, b, c, d, e)]


def test_a_damaged_checkpoint_is_refused(tmp_path):
    path = tmp_path / "run.pt"
    train(1, path)
    data = path.read_bytes()
    for cut in (0, 1, 100, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:cut])
        with pytest.raises(ValueError, match="체크포인트가 상했거나"):
            train(2, path)
    whole = load_checkpoint_bytes(tmp_path, data)
    refused = 0
    for place in np.random.default_rng(0).integers(0, len(data), 200):
        broken = bytearray(data)
        broken[place] ^= 0x10
        try:
            state = load_checkpoint_bytes(tmp_path, bytes(broken))
        except ValueError:
            refused += 1
        else:  # a byte of the container that says nothing
            assert repr(state) == repr(whole)
    assert refused > 50


def load_checkpoint_bytes(folder, data):
    path = folder / "copy.pt"
    path.write_bytes(data)
    return load_checkpoint(path)


class Exploit:
    def __reduce__(self):
        return (print, ("executed",))


def test_a_strangers_file_is_refused_and_not_run(tmp_path, capsys):
    path = tmp_path / "run.pt"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "hello")
    for data in (b"not a checkpoint", buffer.getvalue()):
        path.write_bytes(data)
        with pytest.raises(ValueError, match="체크포인트가 아닙니다"):
            train(2, path)
    torch.save({"format": "coursekit-checkpoint-1", "x": Exploit()}, path)
    with pytest.raises(ValueError, match="체크포인트가 아닙니다"):
        load_checkpoint(path)
    torch.save(nn.Linear(2, 2).state_dict(), path)
    with pytest.raises(ValueError, match="coursekit의 체크포인트가 아닙니다"):
        load_checkpoint(path)
    assert "executed" not in capsys.readouterr().out


def test_another_runs_checkpoint_is_refused_by_name(tmp_path):
    path = tmp_path / "run.pt"
    train(1, path)
    model, optimizer, loader, made = parts()
    for changed, options in [
        ("seed", {"rng": 12}), ("clip_norm", {"clip_norm": 1.0}), ("monitor", {"mode": "min"}),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=f"다른 학습의 체크포인트.*`{changed}`"):
            train(2, path, **options)
    with pytest.raises(ValueError, match="`schedule`"):
        train(2, path, schedule="cosine")
    optimizer.param_groups[0]["lr"] = 0.5
    before = [p.clone() for p in model.parameters()]
    with pytest.raises(ValueError, match="`groups`"):
        fit_torch(
            model,
            cross_entropy,
            optimizer,
            loader,
            epochs=2,
            rng=11,
            schedule=made,
            checkpoint=path,
        )
    assert all(torch.equal(p, q) for p, q in zip(model.parameters(), before, strict=True))
    with pytest.raises(ValueError, match="이미 학습한 1 이상"):
        train(0, path)


def test_a_failed_write_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    path = tmp_path / "run.pt"
    save_checkpoint(path, {"x": 1})

    def breaks(state, file):
        file.write(b"half")
        raise OSError("디스크가 찼습니다")

    monkeypatch.setattr(torch, "save", breaks)
    with pytest.raises(OSError, match="찼습니다"):
        save_checkpoint(path, {"x": 2})
    assert load_checkpoint(path) == {"x": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["run.pt"]


def test_bad_arguments_are_named(tmp_path):
    model, optimizer, loader, made = parts()

    def call(**options):
        return fit_torch(
            model, cross_entropy, options.pop("optimizer", optimizer),
            options.pop("loader", loader), **{"epochs": 1, "rng": 0, **options},
        )  # fmt: skip

    stranger = torch.optim.SGD(network().parameters(), lr=0.1)
    for options, message in [
        ({"epochs": -1}, "`epochs`"),
        ({"rng": -1}, "`rng`"),
        ({"clip_norm": 0}, "`clip_norm`"),
        ({"schedule_every": "day"}, "`schedule_every`"),
        ({"monitor": "x"}, "`monitor`를 쓰려면"),
        ({"patience": 2}, "`patience`를 쓰려면"),
        ({"evaluate": lambda m: {"y": 1}, "monitor": "x"}, "`early_stopping.monitor`|`monitor`"),
        ({"evaluate": lambda m: {"y": 1}, "monitor": "y", "mode": "up"}, "`mode`"),
        ({"optimizer": stranger}, "모두 `model`의 것"),
        ({"optimizer": stranger, "schedule": made}, "다른 옵티마이저의 것"),
        ({"loader": []}, "`loader`"),
        ({"checkpoint": tmp_path / "no" / "run.pt"}, "폴더가 있어야"),
    ]:
        with pytest.raises(ValueError, match=message):
            call(**options)
    with pytest.raises(ValueError, match="`inputs`"):
        predict_torch(model, np.zeros((0, 4)))
