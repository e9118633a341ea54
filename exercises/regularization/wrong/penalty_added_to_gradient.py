r"""벌점의 기울기를 손실의 기울기에 더해 보통의 경사하강법으로 걸었습니다.
그러면 가중치가 0을 건너뛰며 오갈 뿐 꼭 0이 되는 일이 없습니다.
벌점은 걸은 다음에 최소화 문제를 풀어 반영하세요."""

LOSES = ("elastic-net",)


# %% elastic-net-solution
def elastic_net_step(w, grad, lr, l1, l2):
    return w - lr * (grad + l1 * np.sign(w) + l2 * w)
