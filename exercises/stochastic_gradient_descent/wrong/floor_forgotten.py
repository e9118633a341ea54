r"""아래 끝 `lr_min`을 쓰지 않고 0까지 내려갔습니다.
코사인 부분은 `lr_max - lr_min`만큼만 움직이고, 그 아래에 늘 `lr_min`이 깔려 있어야 합니다.
주기의 한가운데에서 두 끝의 평균이 나오는지 확인해 보세요."""

LOSES = ("sgdr",)


# %% sgdr-solution
def sgdr_lr(step, lr_max, lr_min, T_0, T_mult):
    current, period = step, T_0
    while current >= period:
        current -= period
        period *= T_mult
    return lr_max * (1 + np.cos(np.pi * current / period)) / 2
