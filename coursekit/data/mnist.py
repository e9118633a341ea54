r"""MNIST와 Fashion-MNIST: 28×28 그림 7만 장씩. 가진 파일을 쓰고, 없으면 한 번 내려받습니다.

찾는 차례는 인자로 준 폴더, 환경 변수 `COURSEKIT_DATA`의 폴더, 내려받아 둔 폴더입니다.
앞의 둘을 주었으면 거기 있어야 하고, 없다고 몰래 내려받지 않습니다.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike

from coursekit.data.files import cache_directory, download
from coursekit.data.idx import read_idx
from coursekit.data.images import LabelledImages, scale

VARIABLE = "COURSEKIT_DATA"
_FASHION_COMMIT = "b2617bb6d3ffa2e429640350f613e3291e10b141"
_SUFFIXES = ("", ".gz", ".xz")
_IMAGES = {"train": "train-images-idx3-ubyte", "test": "t10k-images-idx3-ubyte"}
_LABELS = {"train": "train-labels-idx1-ubyte", "test": "t10k-labels-idx1-ubyte"}


@dataclass(frozen=True)
class Origin:
    r"""데이터 집합 하나가 어디서 오는지입니다.

    Parameters
    ----------
    folder : str
        하위 폴더의 이름.
    hosts : tuple of str
        눌린 파일(`.gz`)이 있는 주소의 앞부분.
    checksums : mapping of str to str
        눌린 파일마다의 sha256.
    names : tuple of str
        클래스의 이름.
    source : str
        만든 사람.
    licence : str
        이용허락.
    """

    folder: str
    hosts: tuple[str, ...]
    checksums: Mapping[str, str]
    names: tuple[str, ...]
    source: str
    licence: str


MNIST = Origin(
    folder="mnist",
    hosts=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    checksums={
        "train-images-idx3-ubyte": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "train-labels-idx1-ubyte": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "t10k-images-idx3-ubyte": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "t10k-labels-idx1-ubyte": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
    names=tuple(str(digit) for digit in range(10)),
    source="Yann LeCun, Corinna Cortes, Christopher J. C. Burges, The MNIST database",
    licence="CC BY-SA 3.0",
)
FASHION_MNIST = Origin(
    folder="fashion_mnist",
    hosts=(
        "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
        f"https://github.com/zalandoresearch/fashion-mnist/raw/{_FASHION_COMMIT}/data/fashion/",
    ),
    checksums={
        "train-images-idx3-ubyte": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "train-labels-idx1-ubyte": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "t10k-images-idx3-ubyte": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "t10k-labels-idx1-ubyte": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
    names=(
        *("티셔츠", "바지", "풀오버", "원피스", "코트"),
        *("샌들", "셔츠", "운동화", "가방", "앵클부츠"),
    ),
    source="Xiao, Rasul & Vollgraf (2017), Fashion-MNIST, Zalando SE",
    licence="MIT",
)


def load_mnist(
    directory: str | Path | None = None, *, dtype: DTypeLike = np.float32
) -> tuple[LabelledImages, LabelledImages]:
    r"""손글씨 숫자 MNIST를 읽습니다.

    Parameters
    ----------
    directory : str or Path, optional
        IDX 파일 넷이 있는 폴더, 또는 그런 폴더 `mnist`가 들어 있는 폴더. 파일은 그대로이거나 `.gz`나 `.xz`입니다.
        주지 않으면 환경 변수 `COURSEKIT_DATA`의 폴더를, 그것도 없으면 내려받아 둔 것을 씁니다.
    dtype : dtype
        그림의 실수 dtype. float32면 학습용이 188MB입니다.

    Returns
    -------
    train : LabelledImages
        60,000장, 그림은 (N, 28, 28)이고 [0, 1]입니다.
    test : LabelledImages
        10,000장.

    Raises
    ------
    FileNotFoundError
        폴더나 그 안의 파일이 없을 때.
    ValueError
        파일이 끊겼거나 IDX가 아니거나 그림과 이름표의 수가 다를 때. 어느 파일인지 말합니다.
    ConnectionError
        내려받지 못했을 때.
    """
    return load_idx_images(MNIST, directory, dtype=dtype)


def load_fashion_mnist(
    directory: str | Path | None = None, *, dtype: DTypeLike = np.float32
) -> tuple[LabelledImages, LabelledImages]:
    r"""옷 그림 Fashion-MNIST를 읽습니다.

    Parameters
    ----------
    directory : str or Path, optional
        IDX 파일 넷이 있는 폴더, 또는 그런 폴더 `fashion_mnist`가 들어 있는 폴더. 찾는 차례는 `load_mnist`와 같습니다.
    dtype : dtype
        그림의 실수 dtype.

    Returns
    -------
    train : LabelledImages
        60,000장, 그림은 (N, 28, 28)이고 [0, 1]입니다.
    test : LabelledImages
        10,000장.

    Raises
    ------
    FileNotFoundError
        폴더나 그 안의 파일이 없을 때.
    ValueError
        파일이 끊겼거나 IDX가 아니거나 그림과 이름표의 수가 다를 때. 어느 파일인지 말합니다.
    ConnectionError
        내려받지 못했을 때.
    """
    return load_idx_images(FASHION_MNIST, directory, dtype=dtype)


def load_idx_images(
    origin: Origin, directory: str | Path | None = None, *, dtype: DTypeLike = np.float32
) -> tuple[LabelledImages, LabelledImages]:
    r"""MNIST와 같은 이름의 IDX 파일 넷으로 된 데이터를 읽습니다.

    Parameters
    ----------
    origin : Origin
        어디서 오는 데이터인지.
    directory : str or Path, optional
        파일이 있는 폴더.
    dtype : dtype
        그림의 실수 dtype.

    Returns
    -------
    train : LabelledImages
        학습용.
    test : LabelledImages
        시험용.

    Raises
    ------
    FileNotFoundError
        폴더나 그 안의 파일이 없을 때.
    ValueError
        파일이 망가졌거나 그림과 이름표의 수가 다를 때.
    """
    files = _files(origin, directory)
    return (
        _read(origin, files[_IMAGES["train"]], files[_LABELS["train"]], dtype),
        _read(origin, files[_IMAGES["test"]], files[_LABELS["test"]], dtype),
    )


def _files(origin: Origin, directory: str | Path | None) -> dict[str, Path]:
    given, told = directory, "`directory` 값이"
    if given is None:
        given, told = os.environ.get(VARIABLE) or None, f"환경 변수 {VARIABLE}의 값이"
    if given is None:
        return _downloaded(origin)
    folder = Path(given).expanduser()
    if not folder.is_dir():
        raise FileNotFoundError(f"{told} 가리키는 폴더가 없습니다: {folder}")
    candidates = [folder / origin.folder, folder]
    home = next((f for f in candidates if _find(f, _IMAGES["train"])), None)
    if home is None:
        wanted = _IMAGES["train"] + "[.gz|.xz]"
        raise FileNotFoundError(
            f"{told} 가리키는 폴더에 `{wanted}` 파일이 없습니다"
            f"(찾아본 곳: {', '.join(str(f) for f in candidates)}). "
            f"인자와 환경 변수 {VARIABLE} 없이 부르면 내려받습니다."
        )
    found = {name: _find(home, name) for name in origin.checksums}
    missing = [f"{name}[.gz|.xz]" for name, path in found.items() if path is None]
    if missing:
        raise FileNotFoundError(f"파일이 빠졌습니다: {home}에 {', '.join(missing)}")
    return {name: path for name, path in found.items() if path is not None}


def _find(folder: Path, name: str) -> Path | None:
    return next((p for s in _SUFFIXES if (p := folder / (name + s)).is_file()), None)


def _downloaded(origin: Origin) -> dict[str, Path]:
    folder = cache_directory() / origin.folder
    return {
        name: download(
            [f"{host}{name}.gz" for host in origin.hosts],
            folder / f"{name}.gz",
            checksum=checksum,
        )
        for name, checksum in origin.checksums.items()
    }


def _read(origin: Origin, images: Path, labels: Path, dtype: DTypeLike) -> LabelledImages:
    pixels, classes = read_idx(images), read_idx(labels)
    for path, values, ndim in ((images, pixels, 3), (labels, classes, 1)):
        if values.ndim != ndim or values.dtype != np.uint8:
            raise ValueError(
                f"값은 {ndim}차원의 uint8이어야 합니다: {path}"
                f"(받은 모양: {values.shape}, 받은 dtype: {values.dtype})."
            )
    if len(pixels) != len(classes):
        raise ValueError(
            f"그림과 이름표의 수가 다릅니다: {images}({len(pixels)}장), {labels}({len(classes)}개)."
        )
    largest = int(classes.max(initial=0))
    if largest >= len(origin.names):
        raise ValueError(
            f"이름표는 {len(origin.names)} 미만이어야 합니다: {labels}(받은 값: {largest})."
        )
    return LabelledImages(
        images=scale(pixels, 255, dtype),
        labels=classes.astype(np.int64),
        names=origin.names,
        source=origin.source,
        licence=origin.licence,
    )
