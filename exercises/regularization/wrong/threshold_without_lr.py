r"""학습률을 곱하지 않은 λ₁만큼 줄였습니다.
벌점의 세기는 걸음의 크기에 맞추어야 하므로, 이렇게 하면 학습률이 작을수록 벌점이 상대적으로 세집니다.
0을 향해 ηλ₁만큼 줄이세요."""

LOSES = ("elastic-net",)


# %% elastic-net-solution
def elastic_net_step(w, grad, lr, l1, l2):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - l1, 0) / (1 + lr * l2)
