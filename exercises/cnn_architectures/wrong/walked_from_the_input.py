r"""출력에서 거꾸로 걷지 않고 입력에 가까운 층부터 걸었습니다.
출력의 칸 번호를 입력의 칸 번호로 바꾸려면 마지막 층의 창부터 펴야 합니다.
보폭이 층마다 다르면 차례를 바꿀 수 없습니다."""

LOSES = ("seen",)


# %% seen-solution
def seen_window(layers, length):
    lengths = [length]
    for k, s, p in layers:
        lengths.append((lengths[-1] + 2 * p - k) // s + 1)
    first = last = np.arange(lengths[-1])
    for (k, s, p), n in zip(layers, lengths[:-1], strict=True):
        first = np.maximum(first * s - p, 0)
        last = np.minimum(last * s - p + k - 1, n - 1)
    return np.stack([first, last], axis=1)
