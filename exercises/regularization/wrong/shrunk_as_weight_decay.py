r"""L2 벌점을 v에 1 - ηλ₂를 곱하는 것으로 나타냈습니다.
그것은 벌점을 옮기기 **전**의 자리에서 잰 근사이고, ηλ₂가 1을 넘으면 부호까지 뒤집힙니다.
새 자리에서 재면 1 + ηλ₂로 나누는 것이 됩니다."""

LOSES = ("elastic-net",)


# %% elastic-net-solution
def elastic_net_step(w, grad, lr, l1, l2):
    v = w - lr * grad
    return np.sign(v) * np.maximum(np.abs(v) - lr * l1, 0) * (1 - lr * l2)
