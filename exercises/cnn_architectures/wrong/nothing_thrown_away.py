r"""한 번 계산한 것을 끝까지 들고 있었습니다.
그것은 뒤로 가야 하는 학습의 메모리입니다.
추론에서는 마지막으로 쓴 다음 걸음부터 세지 마세요."""

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
            if i <= step:
                live[step] += sizes[i]
    return live, int(np.argmax(live))
