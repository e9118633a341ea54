r"""`log_var`를 표준편차의 로그로 읽었습니다.
e^s는 이미 분산이므로 다시 제곱하면 오차를 분산의 제곱으로 나누게 됩니다.
오차의 제곱을 `np.exp(log_var)`로 한 번만 나누세요."""

LOSES = ("gaussian",)


# %% gaussian-solution
def gaussian_nll(mean, log_var, target):
    n = len(target)
    error = mean - target
    precision = np.exp(-2 * log_var)
    loss = np.mean(2 * log_var + error**2 * precision) / 2
    return loss, error * precision / n, (1 - error**2 * precision) / n
