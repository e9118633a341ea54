r"""작은 가중치를 0으로 만들기만 하고, 살아남은 가중치는 줄이지 않았습니다.
L1 벌점은 0이 아닌 가중치도 모두 같은 크기의 힘으로 0을 향해 당깁니다.
살아남은 것에서도 ηλ₁을 빼세요."""

LOSES = ("elastic-net",)


# %% elastic-net-solution
def elastic_net_step(w, grad, lr, l1, l2):
    v = w - lr * grad
    return np.where(np.abs(v) > lr * l1, v, 0.0) / (1 + lr * l2)
