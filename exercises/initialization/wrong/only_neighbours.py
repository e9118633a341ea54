r"""바로 앞의 유닛하고만 견주었습니다.
짝은 떨어져 있을 수도 있습니다.
유닛마다 0번부터 차례로 견주어 처음 같은 것을 찾으세요."""

LOSES = ("twins",)


# %% twins-solution
def first_twins(W1, b1, W2):
    units = np.column_stack([W1, b1, W2.T])
    firsts = [0]
    for j in range(1, len(units)):
        same = np.array_equal(units[j], units[j - 1])
        firsts.append(firsts[-1] if same else j)
    return np.array(firsts)
