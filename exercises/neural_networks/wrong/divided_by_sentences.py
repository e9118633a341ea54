r"""기울기를 문장의 수 N으로 나누었습니다.
평균은 손실이 이미 냈으므로 `grad_output`에 들어 있습니다.
층의 역전파에서는 쓰인 자리의 기울기를 더하기만 하세요."""

LOSES = ("embedding",)


# %% embedding-solution
def embedding_backward(indices, grad_output, num_rows, padding):
    grad = np.zeros((num_rows, grad_output.shape[-1]))
    np.add.at(grad, indices, grad_output / len(indices))
    grad[padding] = 0
    return grad
