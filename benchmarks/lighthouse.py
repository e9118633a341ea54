"""Lighthouse on the heaviest chapters as served: mobile and desktop, the median of some runs.

    python -m benchmarks lighthouse --runs 3 --pages 5

The npm package lies in a cache folder outside the repository and is installed there once, at the exact
version below. Without npm, Chromium or a built book the benchmark says so and measures nothing.
The score of performance swings with the machine's load, which is printed beside it. Whatever fails in
the other categories is named below its page: no audit is left out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
from pathlib import Path

from coursekit.book import book_server
from coursekit.book.weight import page_weights

VERSION = "12.8.2"
WANTED = {"mobile": 95, "desktop": 98}
WHOLE = ("accessibility", "best-practices", "seo")  # 100, on any machine
SHIFT = 0.05
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
ROOT = Path(__file__).resolve().parents[1]


def program() -> Path | str:
    """Lighthouse's program, or why there is none."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("chromium") is None:
        return "npm이나 chromium이 없습니다."
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = home / "coursekit" / f"lighthouse-{VERSION}"
    found = folder / "node_modules" / ".bin" / "lighthouse"
    if not found.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        package = {"private": True, "dependencies": {"lighthouse": VERSION}}
        (folder / "package.json").write_text(json.dumps(package), encoding="utf-8")
        run = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--no-package-lock"],
            cwd=folder,
            env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"},
            capture_output=True,
            text=True,
        )
        if run.returncode:
            return (
                "lighthouse를 설치하지 못했습니다: " + (run.stderr.strip() or "?").splitlines()[-1]
            )
    return found


def audit(tool: Path, address: str, desktop: bool) -> tuple[dict[str, float], set[str]]:
    """Scores of one run, its timings, and what failed; each run has a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [str(tool), address, "--quiet", "--output=json", f"--output-path={report}"]
        command += ["--throttling-method=simulate"]
        command += [f"--chrome-flags={FLAGS} --user-data-dir={folder}/profile"]
        command += ["--preset=desktop"] if desktop else []
        environment = {**os.environ, "CHROME_PATH": str(shutil.which("chromium"))}
        subprocess.run(command, env=environment, capture_output=True, check=True, timeout=300)
        found = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: 100 * one["score"] for name, one in found["categories"].items()}
    for name in ("cumulative-layout-shift", "total-blocking-time", "largest-contentful-paint"):
        scores[name] = found["audits"][name]["numericValue"]
    failed = {
        f"{kind}: {one['id']} ({found['audits'][one['id']]['title']})"
        for kind in WHOLE
        for one in found["categories"][kind]["auditRefs"]
        if one["weight"] and (found["audits"][one["id"]]["score"] or 0) < 1
        if found["audits"][one["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
    }
    return scores, failed


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks lighthouse")
    parser.add_argument("--runs", type=int, default=3, help="쪽마다 몇 번 재어 가운데 값을 쓸지")
    parser.add_argument("--pages", type=int, default=5, help="무거운 장부터 몇 쪽을 잴지")
    chosen = parser.parse_args()
    if chosen.runs < 1 or chosen.pages < 1:
        parser.error("--runs와 --pages는 1 이상이어야 합니다.")
    return chosen


def main() -> None:
    chosen = options()
    print("\nLighthouse", VERSION)
    html = ROOT / "_build" / "html"
    if not (html / "index.html").is_file():
        print("  지은 책이 없어 건너뜁니다: make book")
        return
    tool = program()
    if isinstance(tool, str):
        print(f"  건너뜁니다: {tool}")
        return
    pages = [one.page for one in page_weights(html) if one.page.startswith("chapters/")]
    with book_server(ROOT, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("  성능(중앙값, 범위)  접근성 실천 SEO   CLS  TBT(ms) LCP(ms)  부하  쪽")
        for page in pages[: chosen.pages]:
            for kind in WANTED:
                address = f"http://127.0.0.1:{server.server_port}/{page}"
                audits = [audit(tool, address, kind == "desktop") for _ in range(chosen.runs)]
                runs = [scores for scores, _ in audits]
                line = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
                speeds = sorted(round(run["performance"]) for run in runs)
                met = line["performance"] >= WANTED[kind] and all(line[one] == 100 for one in WHOLE)
                met = met and line["cumulative-layout-shift"] <= SHIFT
                mark = "" if met else "  ← 목표에 못 미칩니다"
                print(
                    f"  {kind:8s} {line['performance']:4.0f} ({speeds[0]}–{speeds[-1]})"
                    f"  {line['accessibility']:4.0f} {line['best-practices']:4.0f} {line['seo']:4.0f}"
                    f"  {line['cumulative-layout-shift']:.3f} {line['total-blocking-time']:6.0f}"
                    f" {line['largest-contentful-paint']:7.0f}  {os.getloadavg()[0]:4.1f}  {page}{mark}"
                )
                for one in sorted(set().union(*(failed for _, failed in audits))):
                    print(f"           {one}")
        server.shutdown()


if __name__ == "__main__":
    main()
