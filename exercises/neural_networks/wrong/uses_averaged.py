r"""한 줄이 쓰인 횟수로 기울기를 나누었습니다.
줄을 조금 바꾸면 쓰인 자리가 모두 바뀌므로 손실은 그 합만큼 바뀝니다.
나누지 말고 더하기만 하세요."""

LOSES = ("embedding",)


# %% embedding-solution
def embedding_backward(indices, grad_output, num_rows, padding):
    grad = np.zeros((num_rows, grad_output.shape[-1]))
    np.add.at(grad, indices, grad_output)
    counts = np.bincount(indices.ravel(), minlength=num_rows)
    grad /= np.maximum(counts, 1)[:, None]
    grad[padding] = 0
    return grad
