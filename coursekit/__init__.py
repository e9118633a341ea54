r"""밑바닥부터 경사하강법에서 객체 검출까지: 책의 모든 코드가 사는 꾸러미입니다.

하위 꾸러미는 필요할 때 직접 불러옵니다(`from coursekit import optim`).
이 모듈은 아무것도 불러오지 않으므로 `import coursekit`은 늘 가볍습니다.
"""

__version__ = "0.1.0"
