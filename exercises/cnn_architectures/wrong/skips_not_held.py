r"""걸음마다 그 걸음의 입력과 출력만 세었습니다.
지름길의 텐서는 지금 쓰지 않아도 나중에 쓰려고 들고 있어야 합니다.
지름길을 건너가는 동안의 걸음에서 세었는지 보세요."""

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
            if i == step or i in inputs[step]:
                live[step] += sizes[i]
    return live, int(np.argmax(live))
