r"""같은 저장소의 다른 작업 폴더(`git worktree`)에 이미 있는 실행 결과를 가져옵니다.

지문이 같으면 결과도 같으므로, 갈래를 옮겨 다닐 때마다 모든 장을 다시 실행하지 않아도 됩니다.
git이 없거나 작업 폴더가 하나뿐이면 아무 일도 하지 않습니다.
"""

import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=8)
def other_worktrees(root: Path) -> tuple[Path, ...]:
    r"""`root`와 저장소가 같은 다른 작업 폴더들을 찾습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더. 작업 폴더의 맨 위일 때만 찾습니다.

    Returns
    -------
    tuple of Path
        다른 작업 폴더들. 저장소가 아니면 비어 있습니다.
    """
    try:
        run = subprocess.run(
            ["git", "-C", str(root), "worktree", "list", "--porcelain"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    lines = run.stdout.splitlines()
    found = [Path(line.removeprefix("worktree ")) for line in lines if line.startswith("worktree ")]
    here = root.resolve()
    return tuple(path for path in found if path != here) if here in found else ()


def borrow(root: Path, folder: Path, mark: str) -> bool:
    r"""다른 작업 폴더의 같은 자리에 끝난 결과가 있으면 `folder`로 옮겨 적습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    folder : Path
        `root` 안의, 지문이 붙은 캐시의 자리.
    mark : str
        결과가 다 남은 뒤에 쓰이는 파일의 이름. 이것이 있는 것만 가져옵니다.

    Returns
    -------
    bool
        가져왔으면 참.
    """
    place = folder.resolve().relative_to(root.resolve())
    for other in other_worktrees(root):
        source = other / place
        if not (source / mark).is_file():
            continue
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            copy = Path(scratch) / "copy"
            try:
                shutil.copytree(source, copy)
            except OSError:  # 옮겨 적는 사이에 그쪽이 지웠습니다.
                continue
            # 다 적은 뒤에 제자리에 놓아, 끊겨도 반쪽짜리가 남지 않게 합니다.
            shutil.rmtree(folder, ignore_errors=True)
            copy.replace(folder)
        return True
    return False
