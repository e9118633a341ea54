r"""코사인 닮음 대신 평균을 뺀 상관계수를 구했습니다.
다음 층에서 더해지는 것은 평균을 빼지 않은 값이므로, 다음 층의 두 값의 상관은 코사인 닮음으로 정해집니다.
곱의 평균과 제곱의 평균에서 아무것도 빼지 마세요."""

LOSES = ("correlations",)


# %% correlations-solution
def correlations(c, layers):
    c = np.asarray(c, dtype=float)
    path = [c]
    for _ in range(layers):
        product = (np.sqrt(1 - c**2) + c * (np.pi - np.arccos(c))) / (2 * np.pi)
        center = 1 / (2 * np.pi)
        c = np.clip((product - center) / (0.5 - center), -1, 1)
        path.append(c)
    return np.array(path)
