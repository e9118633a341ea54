r"""주기의 길이에 `T_mult`를 곱하지 않고 `T_0`의 `T_mult`배씩 더했습니다.
그러면 길이가 2, 4, 8처럼 늘지 않고 2, 6, 10처럼 일정하게 늘어납니다.
지시문의 길이 T_0, T_0·T_mult, T_0·T_mult²을 차례로 적어 견주어 보세요."""

LOSES = ("sgdr",)


# %% sgdr-solution
def sgdr_lr(step, lr_max, lr_min, T_0, T_mult):
    current, period = step, T_0
    while current >= period:
        current -= period
        period += T_0 * T_mult
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * current / period)) / 2
