r"""π - arccos c 자리에 arccos c를 썼습니다.
두 입력이 닮을수록 함께 켜지는 유닛이 많아져야 하는데, 이 식에서는 도리어 줄어듭니다.
같은 입력(c = 1)에서 닮음이 1로 나오는지 확인해 보세요."""

LOSES = ("correlations",)


# %% correlations-solution
def correlations(c, layers):
    c = np.asarray(c, dtype=float)
    path = [c]
    for _ in range(layers):
        c = np.clip((np.sqrt(1 - c**2) + c * np.arccos(c)) / np.pi, -1, 1)
        path.append(c)
    return np.array(path)
