r"""번호가 그림의 칸이 아니라 창 안의 몇째 칸인지를 말합니다.
기울기는 제자리로 보냈지만, 이 번호만 받아서는 창이 어디에 있었는지 알 수 없습니다.
창의 시작을 더해 그림의 번호로 바꾸세요."""

LOSES = ("max-indices",)


# %% max-indices-solution
def max_pool_indices(x, kernel_size, stride, padding, grad_output):
    def windows(values, beyond):
        padded = np.pad(values, padding, constant_values=beyond)
        view = np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size))
        return view[::stride, ::stride].reshape(*grad_output.shape, -1)

    best = windows(x, -np.inf).argmax(axis=-1)
    places = windows(np.arange(x.size).reshape(x.shape), -1)
    indices = np.take_along_axis(places, best[..., None], axis=-1)[..., 0]
    grad_x = np.bincount(indices.ravel(), grad_output.ravel(), minlength=x.size)
    return x.ravel()[indices], best, grad_x.reshape(x.shape)
