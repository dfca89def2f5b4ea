"""How a script tells what it saw."""

from contextlib import contextmanager


def step(title):
    """Tells that a step came out as it should."""
    print(f"ok {title}", flush=True)


@contextmanager
def refuses(kind, word=""):
    """Expects an error of `kind` that has `word` in its text."""
    try:
        yield
    except kind as error:
        assert word in str(error), f"{word!r} is not in {error!r}"
    else:
        raise AssertionError(f"no {kind.__name__} was raised")
