r"""주기의 길이는 바르게 찾았지만, 코사인 안에 이번 주기가 아니라 처음부터 센 걸음 수를 넣었습니다.
그러면 둘째 주기부터는 `lr_max`에서 시작하지 않습니다.
지난 주기들의 길이를 모두 뺀 T_cur를 쓰세요."""

LOSES = ("sgdr",)


# %% sgdr-solution
def sgdr_lr(step, lr_max, lr_min, T_0, T_mult):
    current, period = step, T_0
    while current >= period:
        current -= period
        period *= T_mult
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * step / period)) / 2
