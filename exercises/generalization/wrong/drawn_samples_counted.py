r"""뽑힌 표본에서 잰 손실까지 모두 평균했습니다.
그 모델이 학습에 쓴 표본이므로 학습 오차가 섞여 들어가 오차가 작아 보입니다.
모델마다 자기가 뽑지 않은 표본에서만 재세요."""

LOSES = ("point632",)


# %% point632-solution
def err632(drawn, losses, train_losses):
    oob = np.mean(losses)
    return oob, 0.368 * np.mean(train_losses) + 0.632 * oob
