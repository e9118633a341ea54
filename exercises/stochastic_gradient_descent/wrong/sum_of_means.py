r"""조각의 기울기를 더하기만 하고 나누지 않았습니다.
`backward()`를 여러 번 부르면 기울기가 더해지는 것과 같아서, 조각의 수만큼 큰 걸음을 걷게 됩니다.
조각마다 자료 수의 비율을 곱해 더했는지 확인해 보세요."""

LOSES = ("accumulate",)


# %% accumulate-solution
def accumulate(grad, X, y, chunk):
    total = np.zeros(X.shape[1])
    for s in range(0, len(y), chunk):
        total += grad(X[s : s + chunk], y[s : s + chunk])
    return total
