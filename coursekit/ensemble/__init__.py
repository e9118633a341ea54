r"""나무와 나무들의 모임: 배깅과 부스팅."""

from coursekit.ensemble.adaboost import AdaBoostClassifier
from coursekit.ensemble.bagging import BaggingClassifier, BaggingRegressor
from coursekit.ensemble.cart import Node, best_split
from coursekit.ensemble.gradient_boosting import GradientBoostingRegressor
from coursekit.ensemble.tree import DecisionTreeClassifier, DecisionTreeRegressor

__all__ = [
    "AdaBoostClassifier",
    "BaggingClassifier",
    "BaggingRegressor",
    "DecisionTreeClassifier",
    "DecisionTreeRegressor",
    "GradientBoostingRegressor",
    "Node",
    "best_split",
]
