r"""나가는 쪽이 아니라 들어오는 쪽을 나누었습니다.
tanh는 휘는 함수라 입력을 반으로 줄여도 출력이 반이 되지 않으므로, 망이 하던 일이 바뀝니다.
나눗셈은 휘고 난 뒤의 선형 층, 곧 `W2`에서 하세요."""

LOSES = ("widen",)


# %% widen-solution
def widen(W1, b1, W2, source):
    copies = np.bincount(source)
    return (W1 / copies[:, None])[source], (b1 / copies)[source], W2[:, source]
