r"""가장 작은 유닛의 번호가 아니라 무리에 매긴 차례를 돌려주었습니다.
무리는 옳게 나누었지만, 물은 것은 짝 가운데 가장 앞에 있는 유닛의 번호입니다.
짝이 없는 유닛에는 저 자신의 번호가 나와야 합니다."""

LOSES = ("twins",)


# %% twins-solution
def first_twins(W1, b1, W2):
    units = np.column_stack([W1, b1, W2.T])
    seen = []
    groups = []
    for unit in units:
        match = [g for g, other in enumerate(seen) if np.array_equal(unit, other)]
        if not match:
            seen.append(unit)
            match = [len(seen) - 1]
        groups.append(match[0])
    return np.array(groups)
