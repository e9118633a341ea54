r"""지금 계산하는 텐서를 세지 않았습니다.
출력을 쓸 자리도 메모리에 있어야 합니다.
입력들과 함께 텐서 i도 더하세요."""

LOSES = ("peak",)


# %% peak-solution
def memory_profile(sizes, inputs):
    final = np.arange(len(sizes))
    for step, used in enumerate(inputs):
        for i in used:
            final[i] = step
    live = np.zeros(len(sizes))
    for step in range(len(sizes)):
        for i in range(step):
            if final[i] >= step:
                live[step] += sizes[i]
    return live, int(np.argmax(live))
