r"""번호가 겹친 자리에서 마지막 기울기만 남았습니다.
`grad[indices] += ...`은 오른쪽을 한꺼번에 계산해 덮어쓰므로 같은 줄이 여러 번 나와도 한 번만 더해집니다.
`np.add.at`이나 반복문으로 하나씩 더하세요."""

LOSES = ("embedding",)


# %% embedding-solution
def embedding_backward(indices, grad_output, num_rows, padding):
    grad = np.zeros((num_rows, grad_output.shape[-1]))
    grad[indices] += grad_output
    grad[padding] = 0
    return grad
