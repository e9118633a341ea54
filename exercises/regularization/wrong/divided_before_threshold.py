r"""1 + ηλ₂로 먼저 나눈 다음에 ηλ₁만큼 줄였습니다.
차례를 바꾸면 줄이는 몫이 나누어지지 않아 L1 벌점이 그만큼 세집니다.
일차식을 풀면 분자가 v - ηλ₁ 전체입니다."""

LOSES = ("elastic-net",)


# %% elastic-net-solution
def elastic_net_step(w, grad, lr, l1, l2):
    v = (w - lr * grad) / (1 + lr * l2)
    return np.sign(v) * np.maximum(np.abs(v) - lr * l1, 0)
