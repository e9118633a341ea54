r"""곱의 평균을 제곱의 평균으로 나누지 않았습니다.
ReLU를 지난 값은 제곱의 평균이 1이 아니라 1/2이므로, 그대로 두면 같은 입력끼리의 닮음도 1/2이 됩니다.
식에 c = 1을 넣은 값으로 나누세요."""

LOSES = ("correlations",)


# %% correlations-solution
def correlations(c, layers):
    c = np.asarray(c, dtype=float)
    path = [c]
    for _ in range(layers):
        c = (np.sqrt(1 - c**2) + c * (np.pi - np.arccos(c))) / (2 * np.pi)
        path.append(c)
    return np.array(path)
