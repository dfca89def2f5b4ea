"""The JSON Schema of the configuration takes and refuses what the service does, at the same places."""

import json
import re
import tempfile
import tomllib
import unittest

from jsonschema import Draft202012Validator

import chart
import service

TESTS = chart.ROOT / "tests"
# Configurations that lie in the source of what writes them.
WRITTEN = {
    TESTS / "harness/setup.rs": r'const TEMPLATE: &str = r##"(.+?)"##;',
    TESTS / "bench/servers.py": r'CONFIGURATION = """(.+?)"""',
}


def as_json(value):
    """A value of TOML as editors and validators see it: points of time are texts."""
    return json.loads(json.dumps(value, default=lambda at: at.isoformat()))


def validator():
    return Draft202012Validator(service.schema())


def places(error):
    """The keys that a fault of the schema is about, as the service writes them."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    if error.validator != "additionalProperties":
        return {path}
    return {f"{path}.{key}".lstrip(".") for key in error.instance if key not in error.schema["properties"]}


def refused(config):
    """The keys that the schema refuses."""
    return set().union(*(places(error) for error in validator().iter_errors(as_json(config))))


def checked(text):
    """The keys that the service refuses in a file with this text."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(text)
        file.flush()
        done = service.idp("config", "check", file.name, "--json")
    return {problem["key"] for problem in json.loads(done.stdout)["problems"]}


def resolved(document, schema):
    return document["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def wrong(schema):
    """Values that a key must not have, by what the schema says that it may."""
    if "anyOf" in schema:
        return [1, {"se": "x"}]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "enum" in schema or "pattern" in schema:
        return [1, True, "nonsense"]
    return {"string": [1, []], "integer": ["1", 1.5, -1], "number": ["1", True, 1.5, -1], "boolean": ["true", 1], "array": ["x"], "object": ["x"]}[kinds[0]]


def planted(document, schema, wrap, path=""):
    """Every key below a schema with every wrong value: where the fault is, and the configuration.
    `wrap` puts the table of this schema into a configuration."""
    schema = resolved(document, schema)
    yield f"{path}.nonsense".lstrip("."), wrap({"nonsense": "x"})
    for key, inner in schema["properties"].items():
        inner, place = resolved(document, inner), f"{path}.{key}".lstrip(".")
        put = lambda value, key=key: wrap({key: value})
        for value in wrong(inner):
            yield place, put(value)
        if "properties" in inner:
            yield from planted(document, inner, put, place)
        elif inner.get("type") == "array":
            items = resolved(document, inner["items"])
            for value in wrong(items):
                yield f"{place}[0]", put([value])
            if "properties" in items:
                yield from planted(document, items, lambda table, put=put: put([table]), f"{place}[0]")


def inline(value):
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(inner)}" for key, inner in value.items()) + " }"
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else json.dumps(value)


class Schema(unittest.TestCase):
    def test_it_is_a_schema_of_the_year_2020(self):
        schema = service.schema()
        self.assertEqual(schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
        Draft202012Validator.check_schema(schema)

    def test_every_configuration_of_the_project_is_valid(self):
        texts = {path: path.read_text(encoding="utf-8") for path in sorted((chart.ROOT / "deploy").rglob("*.toml"))}
        for path, pattern in WRITTEN.items():
            text = re.search(pattern, path.read_text(encoding="utf-8"), re.DOTALL)[1]
            # A line that is nothing but a place for more settings.
            texts[path] = re.sub(r"(?m)^\{\w+\}$", "", text)
        self.assertGreater(len(texts), 5)
        for path, text in texts.items():
            with self.subTest(path=path.name):
                self.assertEqual(refused(tomllib.loads(text)), set())

    def test_what_the_chart_renders_is_valid(self):
        for path in chart.VALUES:
            with self.subTest(values=path.name):
                self.assertEqual(refused(service.toml(chart.manifests(path))), set())

    def test_every_planted_fault_is_refused_where_the_service_refuses_it(self):
        schema, count = service.schema(), 0
        for place, config in planted(schema, schema, lambda table: table):
            count += 1
            text = "".join(f"{key} = {inline(value)}\n" for key, value in config.items())
            with self.subTest(text=text):
                self.assertEqual(refused(tomllib.loads(text)), {place})
                # Which of a text's languages is wrong the service alone tells.
                self.assertIn(place, {re.sub(r"\.se$", "", key) for key in checked(text)})
        self.assertGreater(count, 200)


if __name__ == "__main__":
    unittest.main()
