r"""상한을 넘지 않은 행까지 크기를 c로 맞추었습니다.
작은 가중치를 키우는 것은 규제가 아니며, 모두 0인 행에서는 값이 정해지지 않습니다.
c를 넘은 행만 줄이세요."""

LOSES = ("max-norm",)


# %% max-norm-solution
def max_norm(W, c):
    sizes = np.linalg.norm(W, axis=1, keepdims=True)
    return W * c / np.where(sizes > 0, sizes, 1.0)
