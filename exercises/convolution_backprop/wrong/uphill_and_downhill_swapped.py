r"""앞의 칸과 뒤의 칸의 부호가 뒤바뀌었습니다.
차이는 뒤에서 앞을 뺀 것이므로 뒤의 칸을 올리면 차이가 커집니다.
기울기를 뒤의 칸에는 더하고 앞의 칸에서는 빼세요."""

LOSES = ("variation",)


# %% variation-solution
def total_variation(x, eps):
    down, right = np.zeros_like(x), np.zeros_like(x)
    down[:-1] = x[1:] - x[:-1]
    right[:, :-1] = x[:, 1:] - x[:, :-1]
    length = np.sqrt(down**2 + right**2 + eps)
    grad_down, grad_right = down / length, right / length
    grad = grad_down + grad_right
    grad[1:] -= grad_down[:-1]
    grad[:, 1:] -= grad_right[:, :-1]
    return length.sum(), grad
