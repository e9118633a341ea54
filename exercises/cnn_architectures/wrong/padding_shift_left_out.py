r"""창의 처음을 i·s로 잡고 패딩만큼 왼쪽으로 밀린 것을 잊었습니다.
패딩이 p면 0번 출력의 창은 -p에서 시작합니다.
처음과 끝에서 모두 p를 빼세요."""

LOSES = ("seen",)


# %% seen-solution
def seen_window(layers, length):
    lengths = [length]
    for k, s, p in layers:
        lengths.append((lengths[-1] + 2 * p - k) // s + 1)
    first = last = np.arange(lengths[-1])
    for (k, s, _), n in zip(layers[::-1], lengths[-2::-1], strict=True):
        first = np.maximum(first * s, 0)
        last = np.minimum(last * s + k - 1, n - 1)
    return np.stack([first, last], axis=1)
