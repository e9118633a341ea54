r"""데이터: 작은 놀이터와 데이터 집합을 만들고 읽습니다."""

from coursekit.data import toy

__all__ = ["toy"]
