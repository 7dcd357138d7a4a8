"""Agreements by party B, against plain Python over records entered on both databases."""

from __future__ import annotations

import random
from typing import Any

from db.models.figure import Figure
from db.models.period import Period
from db.summary.partners import PARTNERS, all_agreements, partners, read_agreements
from tests.db.summary.test_hand_made import Office, office

__all__ = ["office"]

PARTIES = ["Báo Sơn La", "Đài PT-TH tỉnh", "báo sơn la", "Cổng thông tin điện tử"]
YEARS = (2020, 2021)


def enter_some(office: Office, chance: random.Random, count: int) -> list[dict[str, Any]]:
    entered = []
    for _ in range(count):
        year = chance.choice(YEARS)
        value = chance.choice([None, chance.randint(0, 9) * 1_000_000])
        parties = chance.sample(PARTIES, chance.randint(0, 3))
        hedge = chance.choice([None, "hơn", "gần"])
        key = chance.choice(["A66", "A30"])
        content: dict[str, Any] = {"signed": Period.month(year, chance.randint(1, 12))}
        content |= {"parties": [{"text": party} for party in parties]} if parties else {}
        content |= {"value": Figure.of(value, hedge)} if value is not None else {}
        saved = office.enter("agreement", key=key, **content)
        if chance.random() < 0.2:
            office.void(saved, key)
            continue
        folded = {party.lower() for party in parties}
        entered.append(
            {"key": key, "year": year, "value": value, "parties": folded, "hedge": hedge if value is not None else None}
        )
    return entered


def plain(entered: list[dict[str, Any]], party: str | None) -> tuple[int, int | None, int, int]:
    own = [one for one in entered if (party in one["parties"] if party else not one["parties"])]
    return _sums(own)


def _sums(own: list[dict[str, Any]]) -> tuple[int, int | None, int, int]:
    values = [one["value"] for one in own if one["value"] is not None]
    return len(own), sum(values) if values else None, len(own) - len(values), len({one["key"] for one in own})


def test_the_partners_are_those_of_plain_python(office: Office) -> None:
    entered = enter_some(office, random.Random(3), 40)
    keys = ["A66", "A30"]
    for year in (None, *YEARS):
        chosen = [one for one in entered if year in (None, one["year"])]
        read = read_agreements(office.reader, keys, year=year)
        made = partners(read)
        assert dict(made.schema) == PARTNERS
        found = {
            line["partner"] and line["partner"].lower(): (
                line["agreements"],
                line["value"],
                line["value_unknown"],
                line["provinces"],
            )
            for line in made.iter_rows(named=True)
        }
        wanted = {party: plain(chosen, party) for one in chosen for party in one["parties"]}
        if any(not one["parties"] for one in chosen):
            wanted[None] = plain(chosen, None)  # type: ignore[index]
        assert found == wanted
        total = all_agreements(read).row(0, named=True)
        assert (total["agreements"], total["value"], total["value_unknown"], total["provinces"]) == _sums(chosen)
        for party, hedge in made.select("partner", "value_hedge").rows():
            own = [one for one in chosen if (party.lower() in one["parties"] if party else not one["parties"])]
            words = {one["hedge"] for one in own} - {None}
            assert hedge == ("khoảng" if len(words) > 1 else next(iter(words), None))


def test_most_agreements_first_and_no_party_last(office: Office) -> None:
    enter_some(office, random.Random(5), 30)
    made = partners(read_agreements(office.reader, ["A66", "A30"]))
    named = made["partner"].to_list()
    assert None not in named[:-1]
    counts = made["agreements"].to_list()[: len(named) - (named[-1] is None)]
    assert counts == sorted(counts, reverse=True)


def test_of_one_programme_only_the_subjects_that_serve_it(office: Office) -> None:
    subjects = [{"text": "a", "programme": "GNBV21"}, {"text": "b", "programme": "TTDN"}]
    office.enter("agreement", signed=Period.year(2021), subjects=subjects, programmes=["GNBV21", "TTDN"], value=5)
    every = all_agreements(read_agreements(office.reader, ["A66"], year=2021)).row(0, named=True)
    one = all_agreements(read_agreements(office.reader, ["A66"], year=2021, programme="TTDN")).row(0, named=True)
    assert (every["subjects"], one["subjects"]) == (2, 1)
    assert (every["value"], one["value"]) == (5, 5)
