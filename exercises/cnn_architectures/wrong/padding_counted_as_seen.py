r"""채운 0까지 보는 칸으로 쳤습니다.
장의 이론적인 수용 영역은 그렇게 세지만, 그 자리에는 입력이 없어서 첫 칸이 음수가 되거나 끝을 넘습니다.
층의 처음과 끝에서 자르세요."""

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
    return np.stack([first, last], axis=1)
