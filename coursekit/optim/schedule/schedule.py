r"""모든 학습률 스케줄의 뼈대입니다: 세고, 학습률을 바꾸고, 상태를 저장합니다.

Schedule (추상)
├── StepLR              계단
├── ExponentialLR       등비
├── LinearLR            직선, 예열(warm-up)
├── CosineAnnealingLR   코사인
├── OneCycleLR          올렸다가 내림, 모멘텀은 거꾸로
└── SequentialLR        여럿을 이어 붙임
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, final

from coursekit.arguments import integer, number
from coursekit.optim.optimizer import Optimizer


class Schedule(ABC):
    r"""`step`을 부를 때마다 옵티마이저의 `lr`을 바꿉니다.

    하위 클래스는 :math:`t` 번 센 뒤의 학습률인 `lr_at`만 씁니다.
    만들자마자 :math:`t = 0`의 학습률을 옵티마이저에 넣습니다.

    Parameters
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.

    Attributes
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.
    base_lr : float
        스케줄이 붙기 전의 학습률. 옵티마이저 하나에 스케줄을 여럿 만들어도 모두 같은 값을 봅니다.
    last_epoch : int
        지금까지 `step`을 부른 수 :math:`t`. 이름은 torch를 따랐으며, 꼭 에폭일 필요는 없습니다.

    Raises
    ------
    ValueError
        `optimizer`가 `Optimizer`가 아닐 때.

    Notes
    -----
    torch의 스케줄과 같은 값을 냅니다. torch는 지금 학습률에 곱해 나가고, 여기서는 :math:`t`에서 바로 구합니다.
    그래서 `optimizer.lr`을 도중에 손으로 바꾸면 다음 `step`이 덮어씁니다.
    """

    def __init__(self, optimizer: Optimizer) -> None:
        if not isinstance(optimizer, Optimizer):
            raise ValueError(
                f"`optimizer` 값은 Optimizer여야 합니다(받은 형: {type(optimizer).__name__})."
            )
        self.optimizer = optimizer
        if optimizer.initial_lr is None:
            optimizer.initial_lr = optimizer.lr
        self.base_lr = optimizer.initial_lr
        self.last_epoch = 0

    @abstractmethod
    def lr_at(self, t: int) -> float:
        r"""`step`을 `t` 번 부른 뒤의 학습률을 구합니다. 아무것도 바꾸지 않습니다.

        Parameters
        ----------
        t : int
            `step`을 부른 수, 0 이상.

        Returns
        -------
        float
            학습률, 0 이상.
        """

    def _apply(self) -> None:
        r"""지금 센 수에 맞는 값을 옵티마이저에 넣습니다."""
        self.optimizer.lr = self.lr_at(self.last_epoch)

    @final
    def step(self) -> None:
        r"""하나 세고 학습률을 바꿉니다. `optimizer.step` 다음에 부릅니다.

        Raises
        ------
        ValueError
            끝이 정해진 스케줄이 끝났을 때. 아무것도 바뀌지 않습니다.
        """
        self.lr_at(self.last_epoch + 1)  # 끝났으면 세기 전에 오류가 납니다
        self.last_epoch += 1
        self._apply()

    @final
    def get_last_lr(self) -> list[float]:
        r"""지금 학습률을 돌려줍니다.

        Returns
        -------
        list of float
            값 하나짜리 목록. torch는 매개변수 묶음마다 하나씩 돌려주며, 여기서는 묶음이 하나입니다.
        """
        return [self.lr_at(self.last_epoch)]

    @final
    def state_dict(self) -> dict[str, Any]:
        r"""지금 상태의 사본을 돌려줍니다.

        Returns
        -------
        dict
            `"schedule"`(클래스 이름), `"base_lr"`, `"last_epoch"`.
        """
        return {
            "schedule": type(self).__name__,
            "base_lr": self.base_lr,
            "last_epoch": self.last_epoch,
        }

    def _rebase(self, base_lr: float) -> None:
        r"""스케줄이 붙기 전의 학습률을 바꿉니다."""
        self.base_lr = base_lr

    @final
    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        r"""`state_dict`가 돌려준 상태로 되돌리고, 그때의 학습률을 옵티마이저에 넣습니다.

        `gamma`나 `T_max` 같은 설정은 이 스케줄을 만들 때 준 값 그대로입니다.

        Parameters
        ----------
        state_dict : mapping
            같은 종류의 스케줄이 만든 상태.

        Raises
        ------
        ValueError
            종류나 이름이 다르거나 값이 범위를 벗어날 때. 이때 아무것도 바뀌지 않습니다.
        """
        expected = self.state_dict()
        if set(state_dict) != set(expected):
            raise ValueError(
                f"`state_dict` 이름은 {sorted(expected)}이어야 합니다(받은 이름: {sorted(state_dict)})."
            )
        if state_dict["schedule"] != expected["schedule"]:
            raise ValueError(
                f"`state_dict` 값은 {expected['schedule']}의 상태여야 합니다"
                f"(받은 상태: {state_dict['schedule']})."
            )
        base_lr = number('state_dict["base_lr"]', state_dict["base_lr"], above=0)
        last_epoch = integer('state_dict["last_epoch"]', state_dict["last_epoch"])
        self.lr_at(last_epoch)  # 끝을 넘은 수는 여기서 거절합니다
        self._rebase(base_lr)
        self.last_epoch = last_epoch
        self.optimizer.initial_lr = base_lr
        self._apply()
