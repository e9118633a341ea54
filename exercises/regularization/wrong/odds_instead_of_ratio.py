r"""점수 차이를 log(p/(1-p))로 구했습니다.
그것은 정답 클래스를 나머지 **전부**와 견준 값이어서 클래스가 둘일 때만 맞습니다.
정답 클래스의 확률을 나머지 클래스 **하나**의 확률로 나누세요."""

LOSES = ("smoothing",)


# %% smoothing-solution
def smoothing_optimum(num_classes, eps):
    other = eps / num_classes
    true = 1 - eps + other
    loss = -true * np.log(true) - (num_classes - 1) * other * np.log(other)
    return np.log(true / (1 - true)), loss
