r"""GCV는 구했지만 학습 오차가 가장 작은 λ를 골랐습니다.
학습 오차는 벌점이 약할수록 작으므로 언제나 가장 작은 λ가 뽑힙니다.
자유도로 나누어 바로잡은 `gcv`로 고르세요."""

LOSES = ("ridge",)


# %% ridge-solution
def ridge_gcv(X, y, lams):
    U, d, _ = np.linalg.svd(X, full_matrices=False)
    keep = d**2 / (d**2 + lams[:, None])
    df = np.sum(keep, axis=1)
    errors = np.mean((y - (keep * (U.T @ y)) @ U.T) ** 2, axis=1)
    return df, errors / (1 - df / len(y)) ** 2, lams[np.argmin(errors)]
