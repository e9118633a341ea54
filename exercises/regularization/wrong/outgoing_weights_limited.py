r"""열의 크기를 재어, 유닛에서 **나가는** 가중치를 제한했습니다.
모양이 `(출력, 입력)`이면 한 유닛으로 들어오는 가중치는 한 행에 모여 있습니다.
`axis`를 확인하세요."""

LOSES = ("max-norm",)


# %% max-norm-solution
def max_norm(W, c):
    return W * (c / np.maximum(np.linalg.norm(W, axis=0, keepdims=True), c))
