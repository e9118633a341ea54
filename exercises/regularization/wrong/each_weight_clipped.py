r"""가중치 하나하나를 -c와 c 사이로 잘랐습니다.
그러면 큰 성분만 깎여 방향이 바뀌고, 행의 크기는 여전히 c를 넘을 수 있습니다.
행 전체에 같은 수를 곱하세요."""

LOSES = ("max-norm",)


# %% max-norm-solution
def max_norm(W, c):
    return np.clip(W, -c, c)
