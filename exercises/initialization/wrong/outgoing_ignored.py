r"""들어오는 가중치와 편향만 견주었습니다.
앞으로 내는 값이 같아도 나가는 가중치가 다르면 뒤에서 받는 기울기가 달라, 한 걸음 뒤에는 갈라집니다.
`W2`의 열도 함께 견주세요."""

LOSES = ("twins",)


# %% twins-solution
def first_twins(W1, b1, W2):
    units = np.column_stack([W1, b1])
    firsts = [
        next(i for i in range(j + 1) if np.array_equal(units[i], units[j]))
        for j in range(len(units))
    ]
    return np.array(firsts)
