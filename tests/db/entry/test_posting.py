"""What each kind of record adds up to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from db.entry.posting import PostedFact, post
from db.entry.problems import EntryError
from db.entry.vocabularies import Vocabularies
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from tests.db.entry.contents import UNKNOWN, VALID, Content, day, number, state, texts, years


@pytest.fixture
def posted(vocabularies: Vocabularies) -> Any:
    """`posted(kind, **changes)`: the facts of the kind's example with changes; None takes a field away."""

    def of(kind: str, **changes: Any) -> list[PostedFact]:
        content = {name: value for name, value in (VALID[kind] | changes).items() if value is not None}
        return post(KINDS[kind], content, vocabularies)

    return of


def figures(facts: list[PostedFact]) -> dict[str, int | str | None]:
    """Indicator → its number, or its state; those that are parts of others left out."""
    return {
        fact.indicator: fact.figure.value if fact.figure.known else fact.figure.state
        for fact in facts
        if fact.part_of is None
    }


def test_training(posted: Any) -> None:
    facts = posted("training")
    assert figures(facts) == {"training_classes": 1, "training_participants": 630, "training_topics": 3}
    assert {fact.programmes for fact in facts} == {("*", "GNBV16", "NTM16")}
    assert [fact.line for fact in facts] == list(range(len(facts)))
    women, minorities = (fact for fact in facts if fact.part_of is not None)
    assert facts[women.part_of].indicator == women.indicator == "training_participants"
    assert (women.dimension, women.member, women.figure.value) == ("sex", "women", 300)
    assert (minorities.dimension, minorities.member, minorities.figure.hedge) == ("ethnicity", "minority", "khoảng")


def test_unknown_is_not_zero(posted: Any) -> None:
    facts = posted("training", participants=None, women=None, minorities=None, topics=None)
    assert figures(facts) == {"training_classes": 1, "training_participants": "unknown"}
    assert figures(posted("training", participants=number(0)))["training_participants"] == 0


def test_parts_of_an_unknown_whole_stay_parts(posted: Any) -> None:
    parts = [fact for fact in posted("training", participants=None) if fact.part_of is not None]
    assert [fact.figure.value for fact in parts] == [300, 120]


def test_a_stated_count_wins_over_the_list(posted: Any) -> None:
    assert figures(posted("training", topic_count=number(5)))["training_topics"] == 5


def test_agreement(posted: Any) -> None:
    assert figures(posted("agreement")) == {
        "signings": 1,
        "agreements": "unknown",
        "agreement_subjects": 2,
        "agreement_parties": 1,
        "agreement_value": 1_545_000_000,
    }
    assert {fact.period for fact in posted("agreement")} == {Period.from_content(day(2019, 5, 16))}


def test_attending_is_no_party(posted: Any) -> None:
    facts = posted("agreement", parties=None, attendees=texts("Phù Yên"), attendee_count=number(4))
    assert figures(facts)["agreement_parties"] == "unknown"


def test_subjects_under_their_own_programmes(posted: Any) -> None:
    subjects = [
        {"text": "Giảm nghèo", "programme": "GNBV16"},
        {"text": "Đối ngoại", "programme": "TTDN"},
        {"text": "Khác"},
    ]
    source = {"document": "d", "paragraph": 3, "paragraphs": {"subjects": 7, "subjects.1": 8}}
    facts = [
        fact for fact in posted("agreement", subjects=subjects, source=source) if fact.indicator == "agreement_subjects"
    ]
    assert [(fact.programmes, fact.figure.value, fact.paragraph) for fact in facts] == [
        (("*", "GNBV16"), 1, 7),
        (("*", "TTDN"), 1, 8),
        (("*", "GNBV16", "TTDN"), 1, 7),
    ]
    counted = posted("agreement", subjects=subjects, subject_count=number(5))
    assert figures(counted)["agreement_subjects"] == 5


def test_delivery_in_one_place(posted: Any) -> None:
    facts = posted("delivery")
    assert figures(facts) == {
        "delivered_devices": "unknown",
        "delivered_value": 2_700_000_000,
        "receivers_household": 2700,
    }
    assert {fact.unit_key for fact in facts} == {"A122"}
    two = [{"text": "Phù Yên", "unit": "A122"}, {"text": "Bắc Yên", "unit": "A121"}]
    assert {fact.unit_key for fact in posted("delivery", places=two)} == {None}


def test_publication_counts_products_not_languages(posted: Any) -> None:
    (fact,) = posted("publication")
    assert (fact.indicator, fact.figure, fact.field) == ("booklets", Figure.of(2500, "hơn"), "count")


def test_budget_of_two_years(posted: Any) -> None:
    planned, disbursed = posted("budget_line")
    assert (planned.kind, planned.figure.value, planned.period) == ("planned", 500_000_000, Period.years(2024, 2025))
    assert (disbursed.kind, disbursed.figure.state) == ("disbursed", "unknown")
    assert posted("budget_line", planned=None, disbursed=None) == []


def test_target_is_a_share(posted: Any) -> None:
    (fact,) = posted("target")
    assert (fact.kind, fact.figure.numerator, fact.figure.denominator) == ("target", 8, 10)


def test_target_of_each_year(posted: Any) -> None:
    facts = posted("target", indicator="leaflets", value=number(20_000), period=years(2024, 2025), per_year=True)
    assert [(fact.period, fact.figure.value) for fact in facts] == [
        (Period.year(2024), 20_000),
        (Period.year(2025), 20_000),
    ]
    (whole,) = posted("target", indicator="leaflets", value=number(20_000), period=years(2024, 2025))
    assert whole.period == Period.years(2024, 2025)


def test_counted_places_are_parts(posted: Any) -> None:
    members = [{"text": "Lùng Cái", "unit": "A02842"}, {"text": "Bản Mới"}]
    changes: Content = {"indicator": "receivers_commune", "value": number(2), "period": years(2024, 2025)}
    facts = posted("target", **changes, per_year=True, members=members)
    assert [(fact.line, fact.part_of, fact.member, fact.unit_key, fact.period.year_from) for fact in facts] == [
        (0, None, "", None, 2024),
        (1, 0, "A02842", "A02842", 2024),
        (2, 0, "Bản Mới", None, 2024),
        (3, None, "", None, 2025),
        (4, 3, "A02842", "A02842", 2025),
        (5, 3, "Bản Mới", None, 2025),
    ]
    assert {fact.dimension for fact in facts if fact.part_of is not None} == {"place"}


def test_states_without_figure(posted: Any) -> None:
    (target,) = posted("target", indicator="support_points", value=state("not_applicable", "không có xã ĐBKK"))
    assert (target.kind, target.figure.state) == ("target", "not_applicable")
    (blank,) = posted("target", value=None)
    assert blank.figure.state == "unknown"
    (result,) = posted("result", value=state("not_carried_out", "COVID-19"))
    assert (result.kind, result.figure.state) == ("actual", "not_carried_out")


def test_what_adds_up_keeps_its_basis(posted: Any) -> None:
    assert [fact.basis for fact in posted("result", indicator="leaflets")] == ["period"]
    assert [fact.basis for fact in posted("result", indicator="leaflets", basis="plan_to_date")] == ["plan_to_date"]


def test_a_level_is_of_the_end_of_its_period_whatever_its_basis(posted: Any) -> None:
    assert [fact.basis for fact in posted("result", basis="year_to_date")] == ["period"]


def test_activity(posted: Any) -> None:
    (fact,) = posted("activity")
    assert (fact.indicator, fact.figure.state, fact.kind) == ("support_points", "not_carried_out", "actual")
    assert posted("activity", indicator=None) == []
    assert posted("activity", state="in_progress") == []


@pytest.mark.parametrize("kind", ["plan", "source_document"])
def test_papers_add_nothing(posted: Any, kind: str) -> None:
    assert posted(kind) == []


def test_every_fact_names_its_source(posted: Any) -> None:
    source = {"document": "doc", "paragraph": 3, "paragraphs": {"topics": 6}}
    facts = posted("training", source=source)
    assert {fact.document_id for fact in facts} == {"doc"}
    assert {fact.field: fact.paragraph for fact in facts} == {
        "classes": 3,
        "participants": 3,
        "women": 3,
        "minorities": 3,
        "topics": 6,
    }


def test_unknown_figure_is_posted_as_unknown(posted: Any) -> None:
    assert figures(posted("delivery", value=UNKNOWN))["delivered_value"] == "unknown"


def test_reference_data_must_be_there(vocabularies: Vocabularies) -> None:
    with pytest.raises(EntryError, match="training_classes"):
        post(KINDS["training"], VALID["training"], replace(vocabularies, indicators={}))
