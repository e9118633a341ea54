r"""벌점에 표본의 수 N을 곱했습니다.
손실을 **평균**으로 쓰는 관례라면 맞지만, 지시문의 손실은 제곱의 **합**입니다.
어느 관례인지에 따라 같은 λ가 N배 다른 뜻이 되므로 식을 먼저 확인하세요."""

LOSES = ("ridge",)


# %% ridge-solution
def ridge_gcv(X, y, lams):
    U, d, _ = np.linalg.svd(X, full_matrices=False)
    keep = d**2 / (d**2 + len(y) * lams[:, None])
    df = np.sum(keep, axis=1)
    gcv = np.mean((y - (keep * (U.T @ y)) @ U.T) ** 2, axis=1) / (1 - df / len(y)) ** 2
    return df, gcv, lams[np.argmin(gcv)]
