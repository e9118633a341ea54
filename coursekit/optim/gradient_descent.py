r"""경사하강법: 기울기의 반대쪽으로 학습률만큼 걷습니다.

Cauchy (1847), "Méthode générale pour la résolution des systèmes d'équations simultanées".
"""

from typing import final

from coursekit.optim.optimizer import Optimizer


@final
class GradientDescent(Optimizer):
    r"""경사하강법(gradient descent): :math:`\theta \leftarrow \theta - \eta\,\nabla\mathcal{L}(\theta)`.

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수.
    lr : float
        학습률 :math:`\eta > 0`.

    Notes
    -----
    `torch.optim.SGD(params, lr)`를 다른 설정 없이 쓴 것과 같은 값을 냅니다.

    Examples
    --------
    >>> theta = Parameter([4.0])
    >>> optimizer = GradientDescent([theta], lr=0.25)
    >>> theta.grad = 2 * theta.data        # L(θ) = θ²
    >>> optimizer.step()
    >>> theta.data
    array([2.])
    """

    def _update(self) -> None:
        for p in self.params:
            p.data -= self.lr * p.grad
