r"""특이값을 제곱하지 않고 d/(d + λ)를 더했습니다.
λ는 XᵀX에 더해지고, XᵀX의 고윳값은 특이값의 제곱입니다.
d²을 쓰세요."""

LOSES = ("ridge",)


# %% ridge-solution
def ridge_gcv(X, y, lams):
    U, d, _ = np.linalg.svd(X, full_matrices=False)
    keep = d**2 / (d**2 + lams[:, None])
    df = np.sum(d / (d + lams[:, None]), axis=1)
    gcv = np.mean((y - (keep * (U.T @ y)) @ U.T) ** 2, axis=1) / (1 - df / len(y)) ** 2
    return df, gcv, lams[np.argmin(gcv)]
