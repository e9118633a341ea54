r"""`python -m coursekit`로 명령줄을 부릅니다."""

import sys

from coursekit.cli import main

if __name__ == "__main__":
    sys.exit(main())
