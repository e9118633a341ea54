r"""나가는 가중치만 견주었습니다.
나가는 가중치가 같으면 뒤에서 받는 기울기는 같지만, 들어오는 가중치가 다르면 내는 값과 켜지는 때가 다릅니다.
`W1`의 줄과 `b1`도 함께 견주세요."""

LOSES = ("twins",)


# %% twins-solution
def first_twins(W1, b1, W2):
    units = W2.T
    firsts = [
        next(i for i in range(j + 1) if np.array_equal(units[i], units[j]))
        for j in range(len(units))
    ]
    return np.array(firsts)
