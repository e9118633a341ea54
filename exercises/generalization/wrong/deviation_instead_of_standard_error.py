r"""겹별 오차의 표준편차를 √K로 나누지 않고 그대로 더했습니다.
표준편차는 겹 하나의 오차가 흔들리는 정도이고, 우리가 견주는 것은 K개의 평균입니다.
평균의 표준 오차인 s/√K를 쓰세요."""

LOSES = ("one-se",)


# %% one-se-solution
def one_standard_error(errors):
    means = np.mean(errors, axis=1)
    best = int(np.argmin(means))
    limit = means[best] + np.std(errors[best], ddof=1)
    return best, int(np.argmax(means <= limit)), limit
