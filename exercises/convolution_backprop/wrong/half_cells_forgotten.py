r"""칸의 번호에 비율만 곱해 원래 그림의 자리로 삼았습니다.
번호는 칸의 왼쪽 위를 가리키므로 그림 전체가 반 칸쯤 밀립니다.
1/2을 더해 칸의 가운데로 옮긴 다음 비율을 곱하고, 다시 1/2을 빼세요."""

LOSES = ("bilinear",)


# %% bilinear-solution
def bilinear_backward(grad_output, size):
    def weights(n, m):
        place = np.arange(m) * n / m
        low = place.astype(int)
        t, rows, A = place - low, np.arange(m), np.zeros((m, n))
        A[rows, low] += 1 - t
        A[rows, np.minimum(low + 1, n - 1)] += t
        return A

    (H, W), (oH, oW) = size, grad_output.shape[2:]
    return np.einsum("ncij,ih,jw->nchw", grad_output, weights(H, oH), weights(W, oW))
