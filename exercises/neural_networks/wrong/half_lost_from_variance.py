r"""`log_var`의 기울기에서 ½을 빠뜨렸습니다.
`mean` 쪽은 제곱을 미분한 2와 ½이 서로 지워지지만, s 쪽에는 지울 2가 없습니다.
두 기울기에 같은 계수를 쓰지 않았는지 확인해 보세요."""

LOSES = ("gaussian",)


# %% gaussian-solution
def gaussian_nll(mean, log_var, target):
    n = len(target)
    error = mean - target
    precision = np.exp(-log_var)
    loss = np.mean(log_var + error**2 * precision) / 2
    return loss, error * precision / n, (1 - error**2 * precision) / n
