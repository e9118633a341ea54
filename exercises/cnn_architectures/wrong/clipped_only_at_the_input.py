r"""층마다 자르지 않고 입력에 다 와서 한 번만 잘랐습니다.
가운데 층에서 채운 0을 본 것을 진짜 칸을 본 것으로 치고 더 넓혀 나가게 됩니다.
층을 하나 지날 때마다 그 층의 끝에서 자르세요."""

LOSES = ("seen",)


# %% seen-solution
def seen_window(layers, length):
    lengths = [length]
    for k, s, p in layers:
        lengths.append((lengths[-1] + 2 * p - k) // s + 1)
    first = last = np.arange(lengths[-1])
    for k, s, p in layers[::-1]:
        first = first * s - p
        last = last * s - p + k - 1
    return np.clip(np.stack([first, last], axis=1), 0, length - 1)
