"""What deploy/ holds: image, compose file, systemd unit, nginx."""

import contextlib
import copy
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import compose_spec
import yaml

import chart
import machines
import service
import visitor
from visitor import activate

DEPLOY = chart.ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def replaced(text, **changes):
    """`text` with every old part, which must be there, changed for the new one."""
    for old, new in changes.items():
        assert old in text, f"{old} is not there any more"
        text = text.replace(old, str(new))
    return text


@contextlib.contextmanager
def serving(folder, image=None, mail="smtp://127.0.0.1:9", people=None):
    """The service with production.toml's shape, in `folder` or in that image: its port and its process.

    `people` are the lines of a file that is imported.
    """
    place, state = (Path(image, "etc/idp"), "/var/lib/idp") if image else (Path(folder), folder)
    command = machines.in_image(image) if image else [chart.IDP]
    config = "/etc/idp/idp.toml" if image else f"{folder}/idp.toml"
    port = machines.free_port()
    text = (DEPLOY / "config/production.toml").read_text(encoding="utf-8")
    text = replaced(text, **{"127.0.0.1:8080": f"127.0.0.1:{port}", "/var/lib/idp": state})
    (place / "idp.toml").write_text(text, encoding="utf-8")
    environment = {"PATH": machines.PATH}
    for name, value in (("KEYS__SECRET", service.SECRET), ("CLIENTS__ESERVICE__SECRET", service.SECRET), ("MAIL__URL", mail)):
        (place / name).write_text(value, encoding="utf-8")
        environment[f"IDP__{name}_FILE"] = str(Path(config).parent / name)
    subprocess.run([*command, "migrate", "--config", config], env=environment, check=True, capture_output=True)
    if people:
        (place / "people.csv").write_text("\n".join(people), encoding="utf-8")
        importing = [*command, "import", "run", str(Path(config).parent / "people.csv"), "--config", config]
        subprocess.run(importing, env=environment, check=True, capture_output=True)
    with machines.process([*command, "serve", "--config", config], env=environment) as running:
        machines.until(lambda: machines.ask(port, "/ready")[0] == 200)
        yield port, running


class Proxy(unittest.TestCase):
    """nginx as deploy/nginx/idp.conf has it, in front of the image."""

    def test_it_leads_to_the_service_and_tells_of_maintenance(self):
        with tempfile.TemporaryDirectory() as folder, serving(folder) as (port, running):
            front, plain = machines.free_port(), machines.free_port()
            page = service.idp(
                "maintenance-page", "--config", f"{folder}/idp.toml", environment={"IDP__CLIENTS__ESERVICE__SECRET": service.SECRET}
            ).stdout
            Path(folder, "maintenance.html").write_text(page, encoding="utf-8")
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
                 "-subj", "/CN=id.example.fi", "-keyout", f"{folder}/key", "-out", f"{folder}/crt"],
                check=True, capture_output=True,
            )
            conf = replaced((DEPLOY / "nginx/idp.conf").read_text(encoding="utf-8"), **{
                "listen [::]:80;": "", "listen [::]:443 ssl;": "",
                "listen 80;": f"listen 127.0.0.1:{plain};", "listen 443 ssl;": f"listen 127.0.0.1:{front} ssl;",
                "127.0.0.1:8080": f"127.0.0.1:{port}",
                "/etc/nginx/tls/id.example.fi.crt": f"{folder}/crt", "/etc/nginx/tls/id.example.fi.key": f"{folder}/key",
                "/var/log/nginx/idp.log": f"{folder}/access.log",
                "/var/log/nginx/idp-error.log": f"{folder}/error.log",
                "root /usr/share/nginx/html": f"root {folder}",
            })
            with machines.nginx(folder, conf):
                self._check(folder, front, plain)
                running.terminate()
                self.assertEqual(running.wait(timeout=30), 0, "it stops when it is asked to")
                status, headers, body = machines.ask(front, "/login", tls=True)
                self.assertEqual(status, 503)
                self.assertEqual(headers["retry-after"], "60")
                self.assertEqual(headers.get_all("strict-transport-security"), ["max-age=31536000"])
                self.assertTrue(headers["content-type"].startswith("text/html"))
                self.assertIn("Palvelussa on huoltokatko", body)

    def _check(self, folder, front, plain):
        machines.until(lambda: machines.ask(front, "/.well-known/openid-configuration", tls=True)[0] == 200)
        status, headers, body = machines.ask(front, "/login?code=hunter2", tls=True)
        self.assertEqual(status, 200)
        self.assertEqual(headers.get_all("strict-transport-security"), ["max-age=31536000"])
        self.assertIn("__Host-", headers["set-cookie"])
        for path in ("/live", "/ready"):
            self.assertEqual(machines.ask(front, path, tls=True)[0], 404)
        status, headers, _ = machines.ask(plain, "/login?x=1")
        self.assertEqual((status, headers["location"]), (308, "https://id.example.fi/login?x=1"))
        # The service's own limits answer, not the proxy's.
        self.assertEqual(machines.ask(front, "/login?x=" + "a" * 8000, tls=True)[0], 200)
        self.assertEqual(machines.ask(front, "/login?x=" + "a" * 9000, tls=True)[0], 414)
        log = Path(folder, "access.log").read_text(encoding="utf-8")
        self.assertIn('"GET /login" 200', log)
        self.assertNotIn("hunter2", log)

    def test_a_form_passes_the_proxy_and_forged_ones_do_not(self):
        with tempfile.TemporaryDirectory() as folder, serving(folder) as (port, _):
            with self._composed(folder, port, {"idp-a": "127.0.0.1", "idp-b": "127.0.0.9"}) as front:
                machines.until(lambda: machines.ask(front, "/login")[0] == 200)
                for _ in range(6):
                    self.assertEqual(machines.ask(front, "/login")[0], 200, "a replica that is away is passed over")
                _, headers, page = machines.ask(front, "/login")
                form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
                form["username"] = "erkki@example.fi"
                action = re.search(r'<form[^>]*action="([^"]+)"', page)[1].replace("&amp;", "&")
                cookie = headers["set-cookie"].split(";")[0]
                for origin, accepted in (("https://id.example.fi", True), ("https://evil.example", False)):
                    status, _, _ = machines.ask(
                        front, action, method="POST", body="&".join(f"{key}={value}" for key, value in form.items()),
                        headers={"Origin": origin, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
                    )
                    self.assertEqual(status < 400, accepted, f"{origin}: {status}")


    def test_a_replica_that_is_made_anew_is_found_at_its_new_address(self):
        addresses = {"idp-a": "127.0.0.1"}
        with tempfile.TemporaryDirectory() as folder, serving(folder) as (port, _):
            with self._composed(folder, port, addresses) as front:
                machines.until(lambda: machines.ask(front, "/login")[0] == 200)
                addresses.update({"idp-a": "127.0.0.9", "idp-b": "127.0.0.1"})
                machines.until(lambda: machines.ask(front, "/login")[0] == 200)
                addresses.update({"idp-a": "127.0.0.8", "idp-b": "127.0.0.9"})
                machines.until(lambda: machines.ask(front, "/login")[0] == 503)
                addresses.update({"idp-a": "127.0.0.1"})
                machines.until(lambda: machines.ask(front, "/login")[0] == 200)

    @contextlib.contextmanager
    def _composed(self, folder, port, addresses):
        """nginx as compose.yaml runs it, where the replicas have these addresses: its port."""
        front = machines.free_port()
        with machines.name_server(addresses) as names:
            conf = replaced((DEPLOY / "compose/proxy.conf").read_text(encoding="utf-8"), **{
                "resolver 127.0.0.11 ": f"resolver 127.0.0.1:{names} ", "idp-a:8080": f"idp-a:{port}",
                "idp-b:8080": f"idp-b:{port}", "listen 8080": f"listen 127.0.0.1:{front}",
            })
            with machines.nginx(folder, conf):
                yield front


class MaintenanceOfTheChart(unittest.TestCase):
    def test_every_request_gets_the_page(self):
        data = chart.one(chart.manifests(chart.values("gateway")), "ConfigMap", "city-idp-maintenance")["data"]
        with tempfile.TemporaryDirectory() as folder:
            port = machines.free_port()
            Path(folder, "maintenance.html").write_text(data["maintenance.html"], encoding="utf-8")
            conf = replaced(data["nginx.conf"], **{"listen 8080": f"listen 127.0.0.1:{port}", "/tmp": folder, "/srv": folder})
            Path(folder, "nginx.conf").write_text("daemon off; master_process off;\n" + conf, encoding="utf-8")
            with machines.raw_nginx(folder, Path(folder, "nginx.conf")):
                machines.until(lambda: machines.ask(port, "/live")[0] == 200)
                for method, path in (("GET", "/"), ("POST", "/token"), ("GET", "/maintenance.html")):
                    status, headers, body = machines.ask(port, path, method=method)
                    self.assertEqual(status, 404 if path == "/maintenance.html" else 503)
                    if status == 503:
                        self.assertEqual(headers["retry-after"], "600")
                        self.assertIn("Palvelussa on huoltokatko", body)
                        self.assertEqual(headers["content-type"], "text/html; charset=utf-8")


class Image(unittest.TestCase):
    def test_the_dockerfile_has_no_known_weakness(self):
        hadolint = chart.TOOLS / "helm-python/bin/hadolint"
        done = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
        self.assertRegex(text, r"(?m)^USER 65532:65532$")
        for base in re.findall(r"(?m)^FROM (\S+)", text):
            self.assertRegex(base, r"^scratch$|:\d+\.\d+\.\d+|@sha256:")
        wanted = re.search(r'rust-version = "(.+)"', (chart.ROOT / "Cargo.toml").read_text(encoding="utf-8"))[1]
        self.assertIn(f"rust:{wanted}.", text)
        self.assertIn("deploy/build.sh", text, "the release is built the same everywhere")
        version = re.search(r'(?m)^version = "(.+)"', (chart.ROOT / "Cargo.toml").read_text(encoding="utf-8"))[1]
        self.assertIn(f'org.opencontainers.image.version="{version}"', text)
        self.assertEqual(COMPOSE["services"]["idp-a"]["image"], f"idp:{version}")

    def test_the_context_holds_what_the_build_reads(self):
        lines = (chart.ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        kept = {line[1:] for line in lines if line.startswith("!")}
        for path in kept:
            self.assertTrue((chart.ROOT / path).exists(), path)
        cargo = (chart.ROOT / "Cargo.toml").read_text(encoding="utf-8")
        crates = re.findall(r'path = "([^"]+)"', cargo.split("[package]")[0]) + ["Cargo.toml", "Cargo.lock", "idp/lib.rs", "askama.toml"]
        for source in (chart.ROOT / "idp").rglob("*.rs"):
            for named in re.findall(r'include_(?:str|bytes)!\(\s*"([^"]+)"', source.read_text(encoding="utf-8")):
                crates.append(str((source.parent / named).resolve().relative_to(chart.ROOT)))
        for needed in crates:
            self.assertTrue(any(needed == path or needed.startswith(f"{path}/") for path in kept), needed)

    def test_it_holds_the_service_and_nothing_to_break_in_with(self):
        with tempfile.TemporaryDirectory() as folder:
            root = machines.image(folder)
            files = {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}
            programs = {path for path in files if path.startswith(("usr/bin/", "bin/", "sbin/", "usr/sbin/"))}
            self.assertEqual(programs, {"usr/bin/idp"})
            self.assertIn("etc/ssl/certs/ca-certificates.crt", files)
            self.assertLessEqual({"libc6", "libssl3", "ca-certificates"}, {path.name for path in (root / "var/lib/dpkg/status.d").iterdir()})
            beside = sum(path.lstat().st_size for path in root.rglob("*") if path != root / "usr/bin/idp")
            self.assertLess(beside, 12_000_000, "what the image holds beside the binary")
            with serving(folder, root) as (port, running):
                self.assertEqual(machines.ask(port, "/jwks.json")[0], 200)
                running.terminate()
                self.assertEqual(running.wait(timeout=30), 0)


    def test_a_whole_login_runs_through_it_read_only(self):
        mails = activate.MailSink()
        people = ["external_id;source_system;email;email_verified;given_name;family_name", "P-1;old;aino@example.fi;true;Aino;Korhonen"]
        with tempfile.TemporaryDirectory() as folder:
            root = machines.image(folder)
            with serving(folder, root, f"smtp://127.0.0.1:{mails.port}", people) as (port, running):
                mounts = Path(f"/proc/{running.pid}/mountinfo").read_text(encoding="utf-8").splitlines()
                options = {line.split()[4]: line.split()[5].split(",")[0] for line in mounts}
                self.assertEqual((options["/"], options["/var/lib/idp"]), ("ro", "rw"))
                if os.getuid() == 0:
                    status = Path(f"/proc/{running.pid}/status").read_text(encoding="utf-8")
                    self.assertRegex(status, r"(?m)^Uid:\s65532\s65532\s65532\s65532$")
                visitor.Visitor(port).set_password(mails, "aino@example.fi", "Kolme-vihreää-kuusta-7")
                claims = visitor.Visitor(port).log_in("aino@example.fi", "Kolme-vihreää-kuusta-7", "eservice", service.SECRET)
                self.assertEqual(claims["email"], "aino@example.fi")


class Compose(unittest.TestCase):
    def test_the_file_is_a_compose_file(self):
        compose_spec.PyCompose.from_json(json.dumps(COMPOSE)).validate()
        for key, value in (("stop_grace_period", "soon"), ("read_only", "perhaps"), ("depends", ["x"])):
            broken = copy.deepcopy(COMPOSE)
            broken["services"]["idp-a"][key] = value
            with self.assertRaises(ValueError, msg=key):
                compose_spec.PyCompose.from_json(json.dumps(broken)).validate()
        names = set(COMPOSE["services"])
        self.assertLessEqual({"idp-a", "idp-b", "migrate", "postgres", "redis", "mail", "proxy"}, names)
        for name, one in COMPOSE["services"].items():
            with self.subTest(service=name):
                self.assertRegex(one["image"], r":v?\d+\.\d+")
                self.assertLessEqual(set(one.get("depends_on", {})), names)
                self.assertLessEqual(set(one["networks"]), set(COMPOSE["networks"]))
                self.assertLessEqual(set(one.get("secrets", [])), set(COMPOSE["secrets"]))
                self.assertLessEqual({each["source"] for each in one.get("configs", [])}, set(COMPOSE["configs"]))
                self.assertIn("mem_limit", one)
                for port in one.get("ports", []):
                    self.assertTrue(port.startswith("127.0.0.1:"), port)
                if name != "postgres":
                    self.assertEqual((one["read_only"], one["cap_drop"]), (True, ["ALL"]))
        for one in COMPOSE["configs"].values():
            self.assertTrue((DEPLOY / one["file"]).exists(), one["file"])

    def test_the_service_starts_with_its_secrets(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(DEPLOY / "compose/make-secrets.sh", folder)
            make = [f"{folder}/make-secrets.sh"]
            subprocess.run(make, check=True, capture_output=True)
            self.assertNotEqual(subprocess.run(make, capture_output=True, check=False).returncode, 0, "secrets are made once")
            made = {path.name: path.read_text(encoding="utf-8") for path in Path(folder, "secrets").iterdir()}
            self.assertEqual(set(made), {Path(one["file"]).name for one in COMPOSE["secrets"].values()})
            self.assertEqual(Path(folder, "secrets").stat().st_mode & 0o777, 0o700)
            self.assertIn(made["postgres-password"].strip(), made["database-url"])
            environment = {
                name: value.replace("/run/secrets", f"{folder}/secrets")
                for name, value in COMPOSE["services"]["idp-a"]["environment"].items()
            }
            done = service.idp("config", "check", DEPLOY / "compose/idp.toml", "--json", environment=environment)
            self.assertEqual(json.loads(done.stdout)["problems"], [])

    def test_the_proxy_is_trusted_and_leads_to_both(self):
        address = COMPOSE["services"]["proxy"]["networks"]["outside"]["ipv4_address"]
        self.assertIn(f'trusted_proxies = ["{address}/32"]', (DEPLOY / "compose/idp.toml").read_text(encoding="utf-8"))
        conf = (DEPLOY / "compose/proxy.conf").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"server (idp-\w):8080", conf), ["idp-a", "idp-b"])
        grace = int(COMPOSE["services"]["idp-a"]["stop_grace_period"].removesuffix("s"))
        self.assertGreater(grace, service.drain_seconds())


class Unit(unittest.TestCase):
    UNIT = DEPLOY / "systemd/idp.service"
    UNITS = sorted((DEPLOY / "systemd").iterdir())

    def test_systemd_knows_every_line(self):
        with tempfile.TemporaryDirectory() as folder:
            copies = [Path(folder, unit.name) for unit in self.UNITS]
            for unit, copy in zip(self.UNITS, copies):
                copy.write_text(unit.read_text(encoding="utf-8").replace("/usr/local/bin/idp", "/bin/true"), encoding="utf-8")
            for copy in copies:
                with self.subTest(unit=copy.name):
                    text = copy.read_text(encoding="utf-8")
                    self.assertEqual(self._verify(copy), "")
                    copy.write_text(text.replace("ProtectHome=yes", "ProtectHouse=yes").replace("[Timer]", "[Timer]\nProtectHouse=yes"), encoding="utf-8")
                    self.assertIn("ProtectHouse", self._verify(copy))
                    copy.write_text(text, encoding="utf-8")

    def _verify(self, unit):
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False)
        return "\n".join(line for line in done.stderr.splitlines() if unit.name in line)

    def test_they_are_confined(self):
        for unit in self.UNITS:
            if unit.suffix == ".service":
                done = subprocess.run(
                    ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit],
                    capture_output=True, text=True, check=False,
                )
                self.assertEqual(done.returncode, 0, done.stdout[-400:])

    def test_it_gives_the_service_what_production_toml_lacks(self):
        text = self.UNIT.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            environment = {}
            for name, file in re.findall(r"(?m)^Environment=(\w+)=%d/(.+)$", text):
                self.assertIn(f"LoadCredential={file}:", text)
                Path(folder, file).write_text(service.CONTENTS.get(file, service.SECRET), encoding="utf-8")
                environment[name] = f"{folder}/{file}"
            done = service.idp("config", "check", DEPLOY / "config/production.toml", environment=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(int(re.search(r"TimeoutStopSec=(\d+)s", text)[1]), service.drain_seconds())


if __name__ == "__main__":
    unittest.main()
