r"""분산을 키운 벌인 s 항을 빠뜨렸습니다.
그러면 망은 모든 표본에서 분산을 한없이 키워 손실을 0으로 만들 수 있고, 아무것도 배우지 않습니다.
정규 분포의 밀도 앞에 있는 1/σ에서 나오는 로그를 잊지 마세요."""

LOSES = ("gaussian",)


# %% gaussian-solution
def gaussian_nll(mean, log_var, target):
    n = len(target)
    error = mean - target
    precision = np.exp(-log_var)
    loss = np.mean(error**2 * precision) / 2
    return loss, error * precision / n, -(error**2) * precision / (2 * n)
