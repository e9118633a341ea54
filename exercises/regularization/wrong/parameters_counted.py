r"""벌점과 상관없이 매개변수의 수 D를 자유도로 썼습니다.
벌점이 세면 가중치가 마음대로 움직이지 못하므로 D개를 다 쓰는 것이 아닙니다.
λ마다 S의 대각합을 구하세요."""

LOSES = ("ridge",)


# %% ridge-solution
def ridge_gcv(X, y, lams):
    U, d, _ = np.linalg.svd(X, full_matrices=False)
    keep = d**2 / (d**2 + lams[:, None])
    df = np.full(len(lams), float(len(d)))
    gcv = np.mean((y - (keep * (U.T @ y)) @ U.T) ** 2, axis=1) / (1 - df / len(y)) ** 2
    return df, gcv, lams[np.argmin(gcv)]
