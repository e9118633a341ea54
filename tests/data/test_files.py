"""Downloads against a server on this machine that breaks, lies, stumbles and resumes."""

import gzip
import hashlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from coursekit.data import ChecksumError, cache_directory, download, files, mnist

CONTENT = np.random.default_rng(0).bytes(300_000)
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()


class Server:
    """Answers from a list of plans, one per request; the last one is repeated."""

    def __init__(self):
        self.plans, self.ranges, self.paths = ["whole"], [], []
        self.content = lambda path: CONTENT
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                plan = outer.plans.pop(0) if len(outer.plans) > 1 else outer.plans[0]
                outer.paths.append(self.path)
                outer.ranges.append(self.headers.get("Range"))
                outer.answer(self, plan)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/file"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, handler, plan):
        body, asked = self.content(handler.path), handler.headers.get("Range")
        if isinstance(plan, int):
            handler.send_response(plan)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        start = (
            int(asked.removeprefix("bytes=").rstrip("-")) if asked and plan != "no ranges" else 0
        )
        if start >= len(body):
            handler.send_response(416)
            handler.send_header("Content-Range", f"bytes */{len(body)}")
            handler.end_headers()
            return
        handler.send_response(206 if start else 200)
        if start:
            begins = 0 if plan == "wrong range" else start
            handler.send_header("Content-Range", f"bytes {begins}-{len(body) - 1}/{len(body)}")
        if plan == "wrong range":
            start = 0
        body = body[start:]
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if plan == "other":
            body = bytes(len(body))
        handler.wfile.write(body[: len(body) // 2] if plan == "broken" else body)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def fetch(server, folder, **options):
    options = {"checksum": CHECKSUM, "wait": 0.0, "timeout": 5.0} | options
    return download([server.url], folder / "data.bin", **options)


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_downloads_once(server, tmp_path):
    path = fetch(server, tmp_path / "new" / "folder")
    assert path.read_bytes() == CONTENT
    assert names(path.parent) == ["data.bin"]
    fetch(server, path.parent)
    assert len(server.paths) == 1


def test_a_broken_connection_is_resumed_where_it_broke(server, tmp_path):
    server.plans = ["broken", "broken", "whole"]
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=150000-", "bytes=225000-"]


def test_what_came_so_far_is_kept_for_the_next_run(server, tmp_path):
    server.plans = ["broken"]
    with pytest.raises(ConnectionError, match="300000바이트 가운데 150000바이트"):
        fetch(server, tmp_path, retries=0)
    assert names(tmp_path) == ["data.bin.part"]
    server.plans = ["whole"]
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=150000-"]


@pytest.mark.parametrize("plan", ["no ranges", "wrong range"])
def test_a_server_that_does_not_resume_is_read_from_the_start(server, tmp_path, plan):
    (tmp_path / "data.bin.part").write_bytes(CONTENT[:1000])
    server.plans = [plan]
    assert fetch(server, tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize("left", [CONTENT, CONTENT + b"more"], ids=["complete", "too long"])
def test_a_part_that_is_complete_or_too_long(server, tmp_path, left):
    (tmp_path / "data.bin.part").write_bytes(left)
    assert fetch(server, tmp_path).read_bytes() == CONTENT


def test_a_part_of_another_file_is_put_aside_and_read_again(server, tmp_path):
    (tmp_path / "data.bin.part").write_bytes(b"x" * 1000)
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert len(names(tmp_path)) == 2  # the mixture is kept under another name


def test_busy_then_well(server, tmp_path, monkeypatch):
    waits = []
    monkeypatch.setattr(files.time, "sleep", waits.append)
    server.plans = [503, 503, 429, "whole"]
    assert fetch(server, tmp_path, wait=1.0).read_bytes() == CONTENT
    assert waits == [1, 2, 4]


def test_always_busy_gives_up_after_the_retries(server, tmp_path):
    server.plans = [503]
    with pytest.raises(ConnectionError, match=r"(?s)COURSEKIT_DATA.*503") as caught:
        fetch(server, tmp_path, retries=2)
    assert len(server.paths) == 3
    assert server.url in str(caught.value)
    assert names(tmp_path) == []


@pytest.mark.parametrize("status", [403, 404])
def test_a_refusal_is_not_repeated_but_the_next_address_is_tried(server, tmp_path, status):
    server.plans = [status, "whole"]
    path = download(
        [server.url + "/old", server.url], tmp_path / "data.bin", checksum=CHECKSUM, wait=0
    )
    assert path.read_bytes() == CONTENT
    assert server.paths == ["/file/old", "/file"]


def test_a_wrong_checksum_keeps_the_file_under_another_name(server, tmp_path):
    server.plans = ["other"]
    with pytest.raises(ChecksumError, match="sha256이 다릅니다") as caught:
        fetch(server, tmp_path)
    (kept,) = names(tmp_path)
    assert kept.startswith("data.bin.")
    assert kept.endswith(".bad")
    assert str(tmp_path / kept) in str(caught.value)
    assert (tmp_path / kept).read_bytes() == bytes(len(CONTENT))
    assert len(server.paths) == 1  # the same lie is not fetched five times


def test_the_readers_own_file_is_neither_changed_nor_replaced(server, tmp_path):
    (tmp_path / "data.bin").write_bytes(b"mine")
    with pytest.raises(ChecksumError, match="건드리지 않았습니다"):
        fetch(server, tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == b"mine"
    assert names(tmp_path) == ["data.bin"]
    assert server.paths == []


def test_nobody_listens(tmp_path, server):
    server.http.server_close()
    with pytest.raises(ConnectionError, match=r"내려받지 못했습니다: data\.bin"):
        fetch(server, tmp_path, retries=1)


def test_an_unknown_name_is_not_waited_for(tmp_path, monkeypatch):
    def unknown(*args, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setattr(files.time, "sleep", lambda s: pytest.fail("waited"))
    with pytest.raises(ConnectionError, match="내려받지 못했습니다"):
        download(["http://no-such-host.invalid/x"], tmp_path / "x", checksum=CHECKSUM)


def test_a_full_disk_is_not_blamed_on_the_network(server, tmp_path):
    (tmp_path / "data.bin.part").mkdir()
    with pytest.raises(IsADirectoryError):
        fetch(server, tmp_path)


def test_progress_on_request_only(server, tmp_path, capsys):
    fetch(server, tmp_path / "a")
    assert capsys.readouterr().err == ""
    fetch(server, tmp_path / "b", progress=True)
    assert "data.bin" in capsys.readouterr().err


@pytest.mark.parametrize("urls", [[], ["file:///etc/hosts"], ["ftp://host/x"]])
def test_only_web_addresses(tmp_path, urls):
    with pytest.raises(ValueError, match="http"):
        download(urls, tmp_path / "x", checksum=CHECKSUM)


def test_the_cache_follows_the_system(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_directory() == tmp_path / "coursekit"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_directory().parts[-2:] == (".cache", "coursekit")


def test_mnist_is_downloaded_once_and_read(server, tmp_path, monkeypatch, idx_folder):
    made = idx_folder("served")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("COURSEKIT_DATA", raising=False)
    server.content = lambda path: (made.path / path.rpartition("/")[2]).read_bytes()
    origin = mnist.Origin(
        folder="tiny",
        hosts=(server.url + "/",),
        checksums={
            name: hashlib.sha256(made.file(name).read_bytes()).hexdigest() for name in made.arrays
        },
        names=mnist.MNIST.names,
        source="made here",
        licence="CC0",
    )
    for _ in range(2):
        train, test = mnist.load_idx_images(origin)
        assert (len(train), len(test)) == (7, 3)
    assert len(server.paths) == 4
    assert sorted(names(tmp_path / "cache" / "coursekit" / "tiny")) == sorted(
        f"{name}.gz" for name in made.arrays
    )


def test_the_published_checksums_are_complete():
    for origin in (mnist.MNIST, mnist.FASHION_MNIST):
        assert len(set(origin.checksums.values())) == len(origin.checksums) == 4
        assert all(len(bytes.fromhex(value)) == 32 for value in origin.checksums.values())
        assert all(host.startswith("https://") for host in origin.hosts)
    assert gzip.compress(b"")  # both are served pressed by gzip
