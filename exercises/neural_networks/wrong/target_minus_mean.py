r"""`mean`의 기울기를 정답에서 예측을 뺀 것으로 써 부호가 뒤집혔습니다.
제곱한 오차에서는 어느 쪽에서 빼도 같지만 미분하면 부호가 갈립니다.
예측이 정답보다 클 때 기울기가 양수인지 보세요."""

LOSES = ("gaussian",)


# %% gaussian-solution
def gaussian_nll(mean, log_var, target):
    n = len(target)
    error = target - mean
    precision = np.exp(-log_var)
    loss = np.mean(log_var + error**2 * precision) / 2
    return loss, error * precision / n, (1 - error**2 * precision) / (2 * n)
