r"""AlexNet: 2012년 ImageNet 대회를 이긴 신경망. 두 GPU에 나눈 것과 한 줄로 세운 것."""

from torch import nn

from coursekit.arguments import integer


class AlexNet(nn.Sequential):
    r"""AlexNet입니다. 224×224 컬러 그림을 받습니다.

    2012년의 것(`single_tower=False`)은 두 GPU에 나누어 놓느라 conv2, conv4, conv5를 두 무리(groups)로
    갈랐습니다. 한 무리의 필터는 앞 층의 채널을 절반만 보므로 매개변수도 절반입니다. 국소 응답 정규화가
    두 번 있습니다. `single_tower=True`는 2014년에 한 줄로 세우며 채널을 줄인 것이고 torchvision의 것과 같습니다.

    Parameters
    ----------
    classes : int
        클래스의 수, 1 이상.
    single_tower : bool
        참이면 무리로 가르지 않은 2014년의 것.

    Raises
    ------
    ValueError
        `classes`가 1보다 작을 때.

    Notes
    -----
    Krizhevsky, Sutskever and Hinton (2012), "ImageNet classification with deep convolutional neural
    networks", 3.5; Krizhevsky (2014), "One weird trick for parallelizing convolutional neural networks".

    Examples
    --------
    >>> import torch
    >>> with torch.device("meta"):  # 가중치를 만들지 않고 세기만 합니다
    ...     model = AlexNet()
    >>> sum(p.numel() for p in model.parameters())
    60965224
    """

    def __init__(self, classes: int = 1000, *, single_tower: bool = False) -> None:
        super().__init__()
        integer("classes", classes, at_least=1)
        widths = (64, 192, 384, 256, 256) if single_tower else (96, 256, 384, 384, 256)
        groups = 1 if single_tower else 2
        c1, c2, c3, c4, c5 = widths
        self._convolution(1, nn.Conv2d(3, c1, 11, stride=4, padding=2), not single_tower, True)
        self._convolution(2, nn.Conv2d(c1, c2, 5, padding=2, groups=groups), not single_tower, True)
        self._convolution(3, nn.Conv2d(c2, c3, 3, padding=1), False, False)
        self._convolution(4, nn.Conv2d(c3, c4, 3, padding=1, groups=groups), False, False)
        self._convolution(5, nn.Conv2d(c4, c5, 3, padding=1, groups=groups), False, True)
        self.flatten = nn.Flatten()
        self.drop6 = nn.Dropout()
        self.fc6 = nn.Linear(c5 * 6 * 6, 4096)
        self.relu6 = nn.ReLU()
        self.drop7 = nn.Dropout()
        self.fc7 = nn.Linear(4096, 4096)
        self.relu7 = nn.ReLU()
        self.fc8 = nn.Linear(4096, classes)

    def _convolution(self, number: int, conv: nn.Conv2d, norm: bool, pool: bool) -> None:
        self.add_module(f"conv{number}", conv)
        self.add_module(f"relu{number}", nn.ReLU())
        if norm:
            self.add_module(f"norm{number}", nn.LocalResponseNorm(5, k=2.0))
        if pool:
            self.add_module(f"pool{number}", nn.MaxPool2d(3, stride=2))
