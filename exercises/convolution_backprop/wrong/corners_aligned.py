r"""칸의 가운데가 아니라 양 끝 칸끼리 맞추었습니다.
`align_corners=True`에 해당하며, 이때 비율은 n/m이 아니라 (n - 1)/(m - 1)이 됩니다.
식의 1/2 두 개를 확인하세요."""

LOSES = ("bilinear",)


# %% bilinear-solution
def bilinear_backward(grad_output, size):
    def weights(n, m):
        place = np.linspace(0, n - 1, m)
        low = np.minimum(place.astype(int), n - 1)
        t, rows, A = place - low, np.arange(m), np.zeros((m, n))
        A[rows, low] += 1 - t
        A[rows, np.minimum(low + 1, n - 1)] += t
        return A

    (H, W), (oH, oW) = size, grad_output.shape[2:]
    return np.einsum("ncij,ih,jw->nchw", grad_output, weights(H, oH), weights(W, oW))
