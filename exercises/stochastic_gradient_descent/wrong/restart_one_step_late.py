r"""꼭 주기만큼 지난 걸음을 아직 지난 주기의 마지막 걸음으로 보았습니다.
그러면 학습률이 `lr_min`까지 내려간 뒤에야 되돌아가고, 그다음 주기가 모두 한 걸음씩 늦어집니다.
`T_0=2`이면 걸음 2가 이미 둘째 주기의 첫 걸음입니다."""

LOSES = ("sgdr",)


# %% sgdr-solution
def sgdr_lr(step, lr_max, lr_min, T_0, T_mult):
    current, period = step, T_0
    while current > period:
        current -= period + 1
        period *= T_mult
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * current / period)) / 2
