r"""층마다 처음 닮음에서 다시 계산했습니다.
둘째 층이 보는 두 값의 닮음은 첫째 층이 낸 것이므로, 앞에서 구한 닮음을 식에 다시 넣어야 합니다.
반복문 안에서 `c`를 새 값으로 바꾸세요."""

LOSES = ("correlations",)


# %% correlations-solution
def correlations(c, layers):
    c = np.asarray(c, dtype=float)
    after = np.clip((np.sqrt(1 - c**2) + c * (np.pi - np.arccos(c))) / np.pi, -1, 1)
    return np.array([c] + [after] * layers)
