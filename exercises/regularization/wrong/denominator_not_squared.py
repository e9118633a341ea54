r"""분모를 제곱하지 않았습니다.
하나씩 뺀 오차는 저마다 오차를 1 - S_ii로 나눈 것이고 그것을 제곱해 평균하므로, 분모도 제곱이어야 합니다.
이대로는 벌점이 약한 쪽을 너무 좋게 봅니다."""

LOSES = ("ridge",)


# %% ridge-solution
def ridge_gcv(X, y, lams):
    U, d, _ = np.linalg.svd(X, full_matrices=False)
    keep = d**2 / (d**2 + lams[:, None])
    df = np.sum(keep, axis=1)
    gcv = np.mean((y - (keep * (U.T @ y)) @ U.T) ** 2, axis=1) / (1 - df / len(y))
    return df, gcv, lams[np.argmin(gcv)]
