r"""사용자에게 한 문장으로 보여 주는 오류입니다.

명령줄은 `UsageError`를 잡아 그 문장만 stderr에 쓰고 종료 상태 2로 끝납니다.

    Exception
    └── UsageError      잘못 부른 명령이나 잘못 놓인 파일(사용자가 고칠 수 있음)
"""


class UsageError(Exception):
    r"""사용자가 고칠 수 있는 잘못입니다. 메시지는 무엇이 왜 잘못인지 말하는 한국어 한 문장입니다."""
