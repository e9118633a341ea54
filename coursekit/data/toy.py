r"""작은 놀이터: 직선 위의 점들과, 정류점을 모두 아는 시험 함수들입니다.

2차원 시험 함수의 식과 최솟값은 Jamil & Yang (2013), "A literature survey of benchmark functions for
global optimisation problems"의 번호로 적었습니다.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer, number
from coursekit.data.objective import Objective

__all__ = [
    "Objective",
    "beale",
    "booth",
    "bowl",
    "dip",
    "double_well",
    "himmelblau",
    "line",
    "parabola",
    "quadratic",
    "rosenbrock",
    "saddle",
]

Array = NDArray[Any]


def line(
    n: int = 100,
    *,
    slope: float = 0.4,
    intercept: float = 0.6,
    noise: float = 0.0,
    rng: np.random.Generator | int,
) -> tuple[Array, Array]:
    r"""직선 :math:`y = \text{slope}\cdot x + \text{intercept}` 둘레의 점들을 만듭니다.

    Parameters
    ----------
    n : int
        점의 수, 1 이상.
    slope, intercept : float
        직선의 기울기와 절편.
    noise : float
        :math:`y`에 더하는 정규 잡음의 표준편차, 0 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    x : ndarray of shape (N,)
        [0, 1)에서 고르게 뽑은 값.
    y : ndarray of shape (N,)
        직선의 값에 잡음을 더한 것.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    n = integer("n", n, at_least=1)
    slope, intercept = number("slope", slope), number("intercept", intercept)
    noise = number("noise", noise, at_least=0)
    draw = generator(rng)
    x = draw.random(n)
    return x, slope * x + intercept + noise * draw.standard_normal(n)


def quadratic(A: ArrayLike, center: ArrayLike | None = None) -> Objective:
    r"""이차 함수 :math:`f(x) = \tfrac12 (x-c)^\top A\,(x-c)`를 만듭니다.

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭 행렬. 고윳값이 모두 양수면 그릇, 섞이면 안장입니다.
    center : array_like of shape (D,), optional
        정류점 :math:`c`. 기본은 원점입니다.

    Returns
    -------
    Objective
        고윳값이 모두 양수일 때만 `minima`에 :math:`c`가 들어 있습니다.

    Raises
    ------
    ValueError
        `A`가 대칭 행렬이 아니거나 `center`의 길이가 다를 때.
    """
    A = array("A", A)
    if A.ndim != 2 or A.shape[0] != A.shape[1] or A.size == 0:
        raise ValueError(f"`A` 모양은 (D, D)이어야 합니다(받은 모양: {A.shape}).")
    if not np.allclose(A, A.T, rtol=1e-10, atol=0):
        raise ValueError("`A` 값은 대칭 행렬이어야 합니다(A와 A의 전치가 다릅니다).")
    A, dim = A.copy(), len(A)
    c = np.zeros(dim) if center is None else array("center", center, shape=(dim,)).copy()
    is_bowl = bool((np.linalg.eigvalsh(A) > 0).all())
    return Objective(
        name="이차 함수",
        minima=c[None] if is_bowl else np.empty((0, dim)),
        bounds=tuple((float(k) - 5.0, float(k) + 5.0) for k in c),
        value=lambda x: 0.5 * np.einsum("...i,ij,...j->...", x - c, A, x - c),
        slope=lambda x: (x - c) @ A,
    )


def parabola(curvature: float = 1.0) -> Objective:
    r"""변수가 하나인 포물선 :math:`f(x) = \tfrac12 L x^2`를 만듭니다.

    Parameters
    ----------
    curvature : float
        휘어진 정도 :math:`L > 0`. 두 번 미분한 값입니다.

    Returns
    -------
    Objective
        최소점은 0입니다.

    Raises
    ------
    ValueError
        `curvature`가 0 이하일 때.
    """
    L = number("curvature", curvature, above=0)
    return Objective(
        name="포물선",
        minima=np.zeros((1, 1)),
        bounds=((-4.0, 4.0),),
        value=lambda x: 0.5 * L * x[..., 0] ** 2,
        slope=lambda x: L * x,
    )


def double_well() -> Objective:
    r"""골짜기가 둘인 1차원 함수 :math:`f(x) = x^4 - 2x^2 + \tfrac{3}{10}x`를 만듭니다.

    Returns
    -------
    Objective
        두 극소점의 깊이가 다릅니다. 그 사이에 극대점이 하나 있습니다.
    """
    roots = np.sort(np.roots([4.0, 0.0, -4.0, 0.3]).real)
    return Objective(
        name="골짜기가 둘인 함수",
        minima=roots[[0, 2], None],
        bounds=((-1.8, 1.8),),
        value=lambda x: x[..., 0] ** 4 - 2 * x[..., 0] ** 2 + 0.3 * x[..., 0],
        slope=lambda x: 4 * x**3 - 4 * x + 0.3,
    )


def dip() -> Objective:
    r"""골짜기로 내려가는 길에 작은 웅덩이가 있는 함수 :math:`f(x) = \tfrac1{10}x^2 - \tfrac12 e^{-2(x-3)^2}`를 만듭니다.

    Returns
    -------
    Objective
        가장 낮은 곳은 원점 바로 옆이고, 2.67 근처의 웅덩이도 극소점입니다.
        웅덩이를 나가려면 높이 0.03쯤의 턱을 넘어야 합니다.
    """
    return Objective(
        name="웅덩이가 있는 골짜기",
        minima=np.array([[4.5690182785962735e-07], [2.6671172900028552]]),
        bounds=((-5.0, 7.0),),
        value=lambda x: x[..., 0] ** 2 / 10 - np.exp(-2 * (x[..., 0] - 3) ** 2) / 2,
        slope=lambda x: x / 5 + 2 * (x - 3) * np.exp(-2 * (x - 3) ** 2),
    )


def bowl() -> Objective:
    r"""길쭉한 그릇 :math:`f(x, y) = x^2/20 + y^2`를 만듭니다.

    Returns
    -------
    Objective
        최소점은 원점, 조건수는 20입니다.
    """
    return Objective(
        name="길쭉한 그릇",
        minima=np.zeros((1, 2)),
        bounds=((-10.0, 10.0), (-4.0, 4.0)),
        value=lambda x: x[..., 0] ** 2 / 20 + x[..., 1] ** 2,
        slope=lambda x: np.stack([x[..., 0] / 10, 2 * x[..., 1]], axis=-1),
    )


def saddle() -> Objective:
    r"""안장 :math:`f(x, y) = \tfrac12(x^2 - y^2) + \tfrac14 y^4`를 만듭니다.

    Returns
    -------
    Objective
        원점이 안장점이고, 극소점은 :math:`(0, \pm 1)`입니다.
    """
    return Objective(
        name="안장",
        minima=np.array([[0.0, -1.0], [0.0, 1.0]]),
        bounds=((-2.0, 2.0), (-1.6, 1.6)),
        value=lambda x: (x[..., 0] ** 2 - x[..., 1] ** 2) / 2 + x[..., 1] ** 4 / 4,
        slope=lambda x: np.stack([x[..., 0], x[..., 1] ** 3 - x[..., 1]], axis=-1),
    )


def rosenbrock() -> Objective:
    r"""바나나 골짜기 :math:`f(x, y) = (1-x)^2 + 100\,(y - x^2)^2`를 만듭니다.

    Returns
    -------
    Objective
        최소점은 (1, 1), 최솟값은 0입니다(Jamil & Yang 105번).
    """

    def value(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        height: Array = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        return height

    def slope(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        return np.stack([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)], axis=-1)

    return Objective(
        name="로젠브록 함수",
        minima=np.array([[1.0, 1.0]]),
        bounds=((-2.0, 2.0), (-1.0, 3.0)),
        value=value,
        slope=slope,
    )


def beale() -> Objective:
    r"""비일 함수 :math:`f(x, y) = \sum_{k=1}^{3} (c_k - x + x y^k)^2`, :math:`c = (1.5, 2.25, 2.625)`를 만듭니다.

    Returns
    -------
    Objective
        최소점은 (3, 0.5), 최솟값은 0입니다(Jamil & Yang 10번).
    """
    constants = (1.5, 2.25, 2.625)

    def value(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        return sum(((c - x + x * y**k) ** 2 for k, c in enumerate(constants, 1)), np.zeros(()))

    def slope(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        dx, dy = np.zeros(()), np.zeros(())
        for k, c in enumerate(constants, 1):
            residual = c - x + x * y**k
            dx = dx + 2 * residual * (y**k - 1)
            dy = dy + 2 * residual * k * x * y ** (k - 1)
        return np.stack([dx, dy], axis=-1)

    return Objective(
        name="비일 함수",
        minima=np.array([[3.0, 0.5]]),
        bounds=((-4.5, 4.5), (-4.5, 4.5)),
        value=value,
        slope=slope,
    )


def himmelblau() -> Objective:
    r"""힘멜블라우 함수 :math:`f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2`를 만듭니다.

    Returns
    -------
    Objective
        깊이가 같은(0) 최소점이 넷입니다(Jamil & Yang 65번).
    """

    def value(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        height: Array = (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
        return height

    def slope(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        u, v = x**2 + y - 11, x + y**2 - 7
        return np.stack([4 * x * u + 2 * v, 2 * u + 4 * y * v], axis=-1)

    return Objective(
        name="힘멜블라우 함수",
        minima=np.array(
            [
                [3.0, 2.0],
                [-2.805118086952745, 3.131312518250573],
                [-3.779310253377747, -3.283185991286170],
                [3.584428340330492, -1.848126526964404],
            ]
        ),
        bounds=((-5.0, 5.0), (-5.0, 5.0)),
        value=value,
        slope=slope,
    )


def booth() -> Objective:
    r"""부스 함수 :math:`f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2`를 만듭니다.

    Returns
    -------
    Objective
        최소점은 (1, 3), 최솟값은 0입니다(Jamil & Yang 17번).
    """

    def value(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        height: Array = (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2
        return height

    def slope(p: Array) -> Array:
        x, y = p[..., 0], p[..., 1]
        u, v = x + 2 * y - 7, 2 * x + y - 5
        return np.stack([2 * u + 4 * v, 4 * u + 2 * v], axis=-1)

    return Objective(
        name="부스 함수",
        minima=np.array([[1.0, 3.0]]),
        bounds=((-10.0, 10.0), (-10.0, 10.0)),
        value=value,
        slope=slope,
    )
