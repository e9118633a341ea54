r"""정답 클래스의 확률을 1 - ε으로만 두고 ε/K를 더하지 않았습니다.
그러면 모두 더해도 1이 되지 않아 확률이 아닙니다.
정답 클래스도 고르게 나눈 몫을 받습니다."""

LOSES = ("smoothing",)


# %% smoothing-solution
def smoothing_optimum(num_classes, eps):
    other = eps / num_classes
    true = 1 - eps
    loss = -true * np.log(true) - (num_classes - 1) * other * np.log(other)
    return np.log(true / other), loss
