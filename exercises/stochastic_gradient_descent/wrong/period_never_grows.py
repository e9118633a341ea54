r"""`T_mult`를 쓰지 않아 모든 주기의 길이가 `T_0`로 같습니다.
`T_mult`가 1일 때만 우연히 맞습니다.
한 주기를 지날 때마다 주기의 길이에 `T_mult`를 곱해 주세요."""

LOSES = ("sgdr",)


# %% sgdr-solution
def sgdr_lr(step, lr_max, lr_min, T_0, T_mult):
    current = step % T_0
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * current / T_0)) / 2
