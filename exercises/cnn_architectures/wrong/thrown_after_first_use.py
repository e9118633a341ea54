r"""텐서를 처음 쓴 다음 버렸습니다.
지름길의 텐서는 두 번 이상 쓰이므로 나중에 더할 것이 없어집니다.
처음이 아니라 마지막으로 쓰는 걸음을 적어 두세요."""

LOSES = ("peak",)


# %% peak-solution
def memory_profile(sizes, inputs):
    final = np.arange(len(sizes))
    for step, used in enumerate(inputs):
        for i in used:
            if final[i] == i:
                final[i] = step
    live = np.zeros(len(sizes))
    for step in range(len(sizes)):
        for i in range(step + 1):
            if final[i] >= step:
                live[step] += sizes[i]
    return live, int(np.argmax(live))
