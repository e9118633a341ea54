r"""마지막 조각에도 `chunk`를 곱해, 모자란 조각을 꽉 찬 조각으로 세었습니다.
그러면 무게의 합이 전체 자료 수를 넘어 기울기가 조금 커집니다.
곱할 수는 `chunk`가 아니라 그 조각에 실제로 든 자료의 수 `len(part_y)`입니다."""

LOSES = ("accumulate",)


# %% accumulate-solution
def accumulate(grad, X, y, chunk):
    total = np.zeros(X.shape[1])
    for s in range(0, len(y), chunk):
        total += chunk * grad(X[s : s + chunk], y[s : s + chunk])
    return total / len(y)
