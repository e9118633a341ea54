r"""창의 마지막 칸을 k - 1이 아니라 k만큼 뒤로 잡았습니다.
칸이 k개면 처음에서 마지막까지는 k - 1칸입니다.
마지막 칸은 보는 칸에 들어갑니다."""

LOSES = ("seen",)


# %% seen-solution
def seen_window(layers, length):
    lengths = [length]
    for k, s, p in layers:
        lengths.append((lengths[-1] + 2 * p - k) // s + 1)
    first = last = np.arange(lengths[-1])
    for (k, s, p), n in zip(layers[::-1], lengths[-2::-1], strict=True):
        first = np.maximum(first * s - p, 0)
        last = np.minimum(last * s - p + k, n - 1)
    return np.stack([first, last], axis=1)
