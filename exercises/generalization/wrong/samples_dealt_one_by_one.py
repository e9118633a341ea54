r"""무리를 보지 않고 표본을 하나씩 돌아가며 겹에 넣었습니다.
그러면 한 사람의 사진이 학습용과 검증용에 함께 들어가 얼굴을 외운 모델이 좋아 보입니다.
무리를 통째로 한 겹에 넣으세요."""

LOSES = ("groups",)


# %% groups-solution
def group_folds(groups, n_splits):
    return np.arange(len(groups)) % n_splits
