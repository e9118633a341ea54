r"""행의 크기를 제곱합의 제곱근이 아니라 절댓값의 합으로 쟀습니다.
절댓값의 합은 언제나 L2 크기보다 크거나 같아서 멀쩡한 행까지 줄입니다.
`np.linalg.norm`의 기본값인 L2 크기를 쓰세요."""

LOSES = ("max-norm",)


# %% max-norm-solution
def max_norm(W, c):
    sizes = np.sum(np.abs(W), axis=1, keepdims=True)
    return W * (c / np.maximum(sizes, c))
