r"""출력을 계산하기도 전에 마지막 입력을 버렸습니다.
층은 입력을 읽으며 출력을 쓰므로 그 걸음에는 둘이 함께 있습니다.
마지막으로 쓰는 걸음까지는 세세요."""

LOSES = ("peak",)


# %% peak-solution
def memory_profile(sizes, inputs):
    final = np.arange(len(sizes))
    for step, used in enumerate(inputs):
        for i in used:
            final[i] = step
    live = np.zeros(len(sizes))
    for step in range(len(sizes)):
        for i in range(step + 1):
            if final[i] > step or i == step:
                live[step] += sizes[i]
    return live, int(np.argmax(live))
