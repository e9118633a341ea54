r"""나아질 **확률**만 구하고 얼마나 나아지는지는 세지 않았습니다.
그러면 거의 확실하게 아주 조금 나아지는 후보가 언제나 뽑혀 새로운 곳을 보지 않습니다.
나아지는 양에 확률을 곱해 적분한 식을 쓰세요."""

LOSES = ("improvement",)


# %% improvement-solution
def expected_improvement(mean, std, best):
    ei = (mean < best).astype(float)
    for i in np.flatnonzero(std > 0):
        ei[i] = (1 + math.erf((best - mean[i]) / std[i] / math.sqrt(2))) / 2
    return ei, int(np.argmax(ei))
