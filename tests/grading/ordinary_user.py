r"""root가 아닌 사용자가 되어 파이썬을 실행합니다: cgroup이 없는, 약한 방식의 모래 상자를 시험할 때 씁니다."""

import stat
import subprocess
import sys
from pathlib import Path

NOBODY = 65534


def run_as_nobody(
    program: str, stdin: str = "", timeout: float = 100.0
) -> subprocess.CompletedProcess[str]:
    r"""`program`을 아무 권한이 없는 사용자로 실행합니다. root만 부를 수 있습니다."""
    # 인터프리터가 root의 집에 있으면, 이 시험만의 마운트 공간에서 그 길을 열어 둡니다.
    base = sys.base_prefix
    top = "/" + Path(base).parts[1]
    opened = (
        f"mount --bind {base} /mnt && mount -t tmpfs -o mode=755 t {top} && mkdir -p {base} && "
        f"mount --move /mnt {base} && "
        if not Path(top).stat().st_mode & stat.S_IXOTH
        else ""
    )
    drop = (
        f"exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups env -i PATH=/usr/bin:/bin"
    )
    command = ["unshare", "-m", "sh", "-c", f'cd / && {opened}{drop} "$0" -c "$1"']
    return subprocess.run(
        [*command, sys.executable, program],
        input=stdin,
        text=True,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
