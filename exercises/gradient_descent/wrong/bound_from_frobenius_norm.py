r"""`np.linalg.norm(A)`를 가장 큰 고윳값으로 여겼습니다.
행렬에 그냥 쓰면 이 함수는 모든 성분의 제곱합의 제곱근(프로베니우스 노름)을 주며, 이 값은 가장 큰 고윳값보다 큽니다.
고윳값을 직접 구하거나, 대칭 행렬이므로 `np.linalg.norm(A, 2)`를 써 보세요."""

LOSES = ("lr-bound",)


# %% lr-bound-solution
def largest_lr(A):
    return 2 / np.linalg.norm(A)
