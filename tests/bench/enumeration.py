#!/usr/bin/env python3
"""Whether pages tell who has an account: seven forms, sent about people of every kind and about nobody; writes
docs/benchmarks/.

Every answer is compared after masking what is random: status, headers, cookies, page and the page that follows. The
times of the answers are compared as distributions. Two planted differences show that the meter sees: a millisecond
more for names that exist, and `privacy = "seed"`, which sends some people elsewhere.
"""

import argparse
import concurrent.futures
import datetime
import functools
import itertools
import pathlib
import random
import sys
import tempfile
import time

import crowd
from answers import Stopwatch, form_of
from distributions import CONFIDENCE, Comparison, self_test
from report import command_line, commit, machine, table
from servers import PASSWORD, ROOT, Service, build
from storm import ONE_PAGE_CLIENT

WRONG = "Wrong-password-1!"
# How soon another mail may be asked for, with a margin.
RESEND_AFTER = 125
PLANTED_MS = 1.0
ONE_PAGE = "/authorize?response_type=code&client_id=one-page&scope=openid&state=s&redirect_uri=http://127.0.0.1:9999/cb"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=2000, help="on names that exist, and as many on others, per form")
    parser.add_argument("--lanes", type=int, default=3, help="browsers at work at once")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--short", action="store_true", help="fifty tries, nothing written to docs/")
    parser.add_argument("--service", help="a release binary of the service, built already")
    options = parser.parse_args()
    if options.short:
        options.tries = 50
    return options


class Try:
    """One form about one name: whose it is, and what was typed."""

    def __init__(self, kind, letter, number):
        official = kind == "official"
        self.kind, self.is_known = kind, letter != crowd.NOBODY
        self.name = crowd.login_name(letter, number, official)
        self.address = crowd.address(letter, number)


def identifier(browser, attempt, kept):
    action, hidden = kept.setdefault("form", browser.form("/login"))
    return browser.post(action, hidden | {"username": attempt.name})


def one_page(browser, attempt, kept):
    action, hidden = kept.setdefault("form", browser.form(ONE_PAGE))
    return browser.post(action, hidden | {"username": attempt.name, "password": WRONG})


def password(browser, attempt, kept):
    action, hidden = form_of(browser.follow(identifier(browser, attempt, kept)))
    return browser.post(action, hidden | {"password": WRONG})


def forgot(browser, attempt, kept):
    action, hidden = kept.setdefault("form", browser.form("/forgot"))
    typed = {"username": attempt.name, "email": ""}
    return browser.post(action, hidden | typed)


def registration(browser, attempt, kept):
    action, hidden = kept.setdefault("form", browser.form("/register"))
    return browser.post(action, hidden | crowd.registration(attempt.address, PASSWORD))


def resend(browser, attempt, kept):
    """The mail once more, for a registration that was made in time by `register_all`."""
    action, hidden = kept["registered"].pop(attempt.address)
    return browser.post(action, hidden)


def email_change(browser, attempt, kept):
    browser.cookies["idp_session"] = mover = next(kept["movers"])
    # A form belongs to one login.
    if mover not in kept:
        kept[mover] = browser.form("/account/email", "/account/email")
    action, hidden = kept[mover]
    typed = {"email": attempt.address, "email_confirm": attempt.address, "password": PASSWORD}
    return browser.post(action, hidden | typed)


# What a form that was heard is answered; 423 says that a name is locked.
HEARD = {"password page": {401, 423}, "login on one page": {401, 423}}
FORMS = {
    "identifier page": identifier,
    "login on one page": one_page,
    "password page": password,
    "forgotten password": forgot,
    "registration": registration,
    "activation mail again": resend,
    "e-mail change": email_change,
}
# There a lock shows, for names that nobody has as well: those who are locked are compared with each other.
SHOW_LOCKS = ("login on one page", "password page")


def attempts(form, numbers):
    """One try on somebody of each kind in turn beside one on nobody, in random order. A registration waits for its
    mail once: of those who are locked there are fewer than of others."""
    asked = set()
    for number, kind in zip(numbers, itertools.cycle(crowd.KINDS)):
        locks = kind == "locked"
        known = Try(kind, crowd.KINDS[kind], number % crowd.LOCKED if locks else number)
        if form == "activation mail again" and known.address in asked:
            continue
        asked.add(known.address)
        nobody = Try(kind, crowd.NOBODY, number % crowd.LOCKED if locks and form in SHOW_LOCKS else number)
        yield from random.sample([known, nobody], 2)


def lane(form, address, numbers, movers, planted):
    """The answers that one browser gets, one after the other: kind, known or not, times, lengths, masked answers."""
    browser = Stopwatch(*address)
    # Two changes of one account's address at the same moment are no fair tries.
    kept = {"movers": itertools.cycle(movers[numbers.start % numbers.step :: numbers.step])}
    tries = list(attempts(form, numbers))
    if form == "activation mail again":
        kept["registered"] = register_all(browser, tries)
    return [sample(browser, form, attempt, kept, planted) for attempt in tries]


def register_all(browser, tries):
    registered, kept = {}, {}
    for attempt in tries:
        registered[attempt.address] = form_of(browser.follow(registration(browser, attempt, kept)))
    # The service does not keep an idle connection for so long.
    browser.connection.close()
    time.sleep(RESEND_AFTER)
    return registered


def sample(browser, form, attempt, kept, planted):
    answer = FORMS[form](browser, attempt, kept)
    if answer.status not in HEARD.get(form, {303}):
        raise SystemExit(f"{form}: answered {answer.status}: {answer.body[:600]}")
    page = browser.follow(answer)
    if form == "e-mail change" and "done=" not in answer.header("location"):
        raise SystemExit(f"{form}: leads to {answer.header('location')}")
    typed = (attempt.name, attempt.address)
    return {
        "kind": attempt.kind,
        "known": attempt.is_known,
        "status": answer.status,
        "took": answer.took + (planted if attempt.is_known else 0),
        "page_took": page.took,
        "length": len(answer.body) + len(answer.header("location") or ""),
        "page_length": len(page.body),
        "masked": repr((answer.masked(*typed), page.masked(*typed))),
    }


def measure(form, service, movers, options, pool, first, planted=0.0):
    """All lanes of one form; `first` is the first of its numbers, which no other form uses."""
    numbers = [range(first + start, first + options.tries, options.lanes) for start in range(options.lanes)]
    work = functools.partial(lane, form, ("127.0.0.1", service.port), movers=movers, planted=planted)
    return [sample for samples in pool.map(work, numbers) for sample in samples]


def lock_names(service):
    """Locks names that exist and names that nobody has, as an attacker does."""
    browser = Stopwatch("127.0.0.1", service.port)
    for letter, number in itertools.product((crowd.KINDS["locked"], crowd.NOBODY), range(crowd.LOCKED)):
        for _ in range(crowd.ROUNDS_TO_LOCK):
            status = one_page(browser, Try("locked", letter, number), {}).status
        if status != 423:
            raise SystemExit(f"{crowd.ROUNDS_TO_LOCK} wrong passwords were answered {status}: nothing is locked")


class EnumerationService(Service):
    """The service with a crowd of every kind of account."""

    def __init__(self, folder, binary, privacy="neutral"):
        super().__init__(folder, binary, more=ONE_PAGE_CLIENT)
        self.privacy = privacy

    def prepare_crowd(self, count):
        self.prepare()
        self.config.write_text(self.config.read_text().replace('"neutral"', f'"{self.privacy}"'))
        people = self.folder / "crowd.csv"
        crowd.people_file(people, count)
        self.run("import", "run", str(people))
        self.start()
        crowd.register(self.issuer, PASSWORD)
        self.stop()
        crowd.furnish(self.database, count)
        self.start()


def verdict_of(samples):
    """What answers and times of one form tell."""
    sides = {known: [sample for sample in samples if sample["known"] is known] for known in (True, False)}
    answers = {}
    for kind in crowd.KINDS:
        seen = [{s["masked"] for s in sides[known] if s["kind"] == kind} for known in (True, False)]
        if seen[0] != seen[1]:
            answers[kind] = [sorted(variants) for variants in seen]
    fields = ("took", "page_took", "length", "page_length")
    comparisons = {field: Comparison(*([s[field] for s in sides[known]] for known in (True, False))) for field in fields}
    kinds = {}
    for kind in crowd.KINDS:
        known, unknown = ([s["took"] for s in sides[side] if s["kind"] == kind] for side in (True, False))
        if len(known) > 5:
            kinds[kind] = Comparison(known, unknown)
    return answers, comparisons, kinds


def told(answers, comparisons, kinds):
    parts = [f"answer ({kind})" for kind in answers]
    parts += [field.replace("_", " ") for field, comparison in comparisons.items() if comparison.tells]
    return parts + [f"took ({kind})" for kind, comparison in kinds.items() if comparison.tells]


def row(title, samples):
    answers, comparisons, kinds = verdict_of(samples)
    took, page = comparisons["took"], comparisons["page_took"]
    extreme = max(kinds.items(), key=lambda item: abs(item[1].auc - 0.5), default=None)
    parts = told(answers, comparisons, kinds)
    statuses = {sample["status"] for sample in samples}
    return [
        title,
        str(len(samples)),
        ", ".join(str(status) for status in sorted(statuses)),
        "equal" if not answers else "**differ**",
        "equal" if not comparisons["length"].tells and not comparisons["page_length"].tells else "**differ**",
        f"{took.medians[0]:.2f} / {took.medians[1]:.2f}",
        f"{took.p99s[0]:.1f} / {took.p99s[1]:.1f}",
        f"{took.auc:.3f} ({took.low:.3f}–{took.high:.3f})",
        f"{took.distance:.3f} ({took.probability:.2f})",
        f"{page.auc:.3f} ({page.low:.3f}–{page.high:.3f})",
        "" if extreme is None else f"{extreme[0]} {extreme[1].auc:.3f}",
        "nothing" if not parts else f"**{', '.join(parts)}**",
    ]


HEADER = ["form", "tries", "status", "answers", "lengths", "median ms: known / not", "p99 ms", "AUC (99.9 %)"]
HEADER += ["KS (p)", "AUC of the page after", "kind furthest from 0.5", "tells"]


def report(rows, controls, options):
    return "\n\n".join(
        [
            f"# What pages tell about who has an account, {datetime.date.today()}",
            f"`{command_line('enumeration.py')}`  \nMachine: {machine()}. Commit {commit(ROOT)}. {Service.durability}, "
            "`privacy = \"neutral\"`.",
            f"Each form is sent {options.tries:,} times about people of five kinds ({', '.join(crowd.KINDS)}) and "
            f"{options.tries:,} times about names of the same shape that nobody has, in random order, by "
            f"{options.lanes} browsers at once, each name once (of locked names there are {crowd.LOCKED}). Compared "
            "are status, headers, cookies, page and the page that follows, after masking what is random, the hour "
            "and what was typed; the lengths; and the times. AUC: how often a known name takes longer than an unknown "
            f"one (Mann–Whitney), with its {CONFIDENCE:.1%} interval: 0.5 tells nothing. KS: Kolmogorov and Smirnov's "
            "distance. A form *tells* when answers differ, or a distribution differs by more than chance: the interval "
            f"leaves 0.5 out, or KS or the slowest twentieth would differ so by chance in less than {1 - CONFIDENCE:.1%}. "
            "At the login a locked name is shown to be locked, known or not, so locked names are compared with each "
            "other.",
            table(HEADER, rows),
            "## Planted differences, which must be seen",
            table(HEADER, controls),
        ]
    ) + "\n"


def run_forms(options, folder, binary, pool, results):
    service = EnumerationService(folder, binary)
    try:
        service.prepare_crowd(options.tries * (len(FORMS) + 1) + crowd.LOCKED)
        movers = crowd.sessions(service.issuer, service.database, PASSWORD)
        lock_names(service)
        for number, form in enumerate([*options.forms, None]):
            title, planted = (form, 0.0) if form else ("identifier page, 1 ms planted", PLANTED_MS)
            first = crowd.LOCKED + number * options.tries
            begun = time.monotonic()
            samples = measure(form or "identifier page", service, movers, options, pool, first, planted)
            results[title] = samples
            told_of = told(*verdict_of(samples))
            print(f"{title}: {len(samples)} tries in {time.monotonic() - begun:.0f} s, tells {told_of}", flush=True)
    finally:
        service.stop()


def run_seed_privacy(options, folder, binary, pool, results):
    service = EnumerationService(folder, binary, privacy="seed")
    few = argparse.Namespace(tries=min(options.tries, 100), lanes=options.lanes)
    try:
        service.prepare_crowd(few.tries)
        results["identifier page, privacy = seed"] = measure("identifier page", service, [], few, pool, 0)
    finally:
        service.stop()


def bench(options, folder):
    self_test()
    binary = options.service or build(ROOT)
    results = {}
    with concurrent.futures.ProcessPoolExecutor(options.lanes) as pool:
        for name, run in [("neutral", run_forms), ("seed", run_seed_privacy)]:
            (folder / name).mkdir()
            run(options, folder / name, binary, pool, results)
    rows = [row(form, results[form]) for form in options.forms]
    controls = [row(title, samples) for title, samples in results.items() if title not in FORMS]
    text = report(rows, controls, options)
    print("\n" + text)
    for form in options.forms:
        for kind, (known, unknown) in verdict_of(results[form])[0].items():
            print(f"{form}, {kind}:\n  known   {known[:2]}\n  unknown {unknown[:2]}")
    if not options.short:
        path = ROOT / "docs" / "benchmarks" / f"{datetime.date.today()}-enumeration"
        path.with_suffix(".md").write_text(text)
        print(f"written to {path}.md")
    unseen = [title for title, samples in results.items() if title not in FORMS and not told(*verdict_of(samples))]
    return bool(unseen) or any(told(*verdict_of(results[form])) for form in options.forms)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(bench(arguments(), pathlib.Path(scratch)))
