r"""평균 하나로 향상을 재어 흔들림을 보지 않았습니다.
평균이 f*보다 나쁜 후보도 우연히 더 나을 수 있으므로 기대 향상은 0이 아닙니다.
최댓값의 기댓값은 기댓값의 최댓값과 다르다는 것을 떠올리세요."""

LOSES = ("improvement",)


# %% improvement-solution
def expected_improvement(mean, std, best):
    ei = np.maximum(best - mean, 0.0)
    return ei, int(np.argmax(ei))
