r"""행렬의 대각 성분 가운데 가장 큰 것을 가장 큰 곡률로 여겼습니다.
대각 성분은 좌표축 방향의 곡률일 뿐이고, 비대각 성분이 있으면 가장 가파른 방향은 축에서 비스듬히 놓입니다.
대각행렬이 아닌 2×2 행렬 하나로 대각 성분과 `np.linalg.eigvalsh(A)`를 나란히 출력해 보세요."""

LOSES = ("lr-bound",)


# %% lr-bound-solution
def largest_lr(A):
    return 2 / np.max(np.diag(A))
