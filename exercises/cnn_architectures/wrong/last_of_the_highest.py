r"""가장 큰 걸음이 여럿일 때 마지막 것을 골랐습니다.
값은 맞지만 약속한 걸음이 아닙니다.
처음 것을 고르세요."""

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
            if final[i] >= step:
                live[step] += sizes[i]
    return live, len(live) - 1 - int(np.argmax(live[::-1]))
