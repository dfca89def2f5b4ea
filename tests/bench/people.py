#!/usr/bin/env python3
"""Writes a CSV file of made-up people: people.py ROWS FILE."""

import sys

GIVEN = ["Aino", "Eino", "Helmi", "Onni", "Åsa", "Väinö", "Kerttu", "Toivo", "Märta", "Sulo"]
FAMILY = ["Korhonen", "Virtanen", "Mäkinen", "Nieminen", "Öhman", "Heikkinen", "Lindström", "Koskinen"]
COLUMNS = "external_id;source_system;email;email_verified;given_name;family_name;phone;street;postal_code;city;locale"


def person(number):
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
    return (
        f"P-{number};bench;henkilo{number}@example.com;1;{given};{family};+35840{number % 10_000_000:07};"
        f"Katu {number % 200};{number % 99_999:05};Pori;fi\n"
    )


def main(rows, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(COLUMNS + "\n")
        file.writelines(person(number) for number in range(int(rows)))


if __name__ == "__main__":
    main(*sys.argv[1:])
