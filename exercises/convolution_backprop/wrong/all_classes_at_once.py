r"""물은 클래스의 점수가 아니라 모든 점수의 합에서 기울기를 구했습니다.
그러면 어느 클래스를 물어도 같은 그림이 나옵니다.
`W`에서 `target` 줄만 쓰세요."""

LOSES = ("class-map",)


# %% class-map-solution
def class_map(features, W, b, target):
    scores = W @ features.mean(axis=(1, 2)) + b
    alpha = W.sum(axis=0) / features[0].size
    grad_features = np.ones_like(features) * alpha[:, None, None]
    heat = np.maximum(np.einsum("c,cij->ij", alpha, features), 0.0)
    return scores, grad_features, heat
