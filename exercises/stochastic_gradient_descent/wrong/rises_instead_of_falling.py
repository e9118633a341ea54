r"""1 + cos가 아니라 1 - cos를 써서 학습률이 주기 안에서 낮아지지 않고 높아집니다.
주기가 시작될 때 T_cur는 0이고 cos 0은 1이므로, 1 + cos라야 `lr_max`에서 시작합니다.
첫 걸음의 학습률이 `lr_max`인지 확인해 보세요."""

LOSES = ("sgdr",)


# %% sgdr-solution
def sgdr_lr(step, lr_max, lr_min, T_0, T_mult):
    current, period = step, T_0
    while current >= period:
        current -= period
        period *= T_mult
    return lr_min + (lr_max - lr_min) * (1 - np.cos(np.pi * current / period)) / 2
