"""All tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure_unit",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "programme",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "term",
        sa.Column("vocabulary", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("vocabulary", "code"),
    )
    op.create_table(
        "unit",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("era", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("era IN ('A', 'B')", name="unit_era"),
        sa.CheckConstraint("level IN ('province', 'district', 'commune')", name="unit_level"),
        sa.CheckConstraint("key = era || code", name="unit_key"),
        sa.ForeignKeyConstraint(
            ["parent"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_unit_fold", "unit", ["fold"], unique=False)
    op.create_index("ix_unit_parent", "unit", ["parent"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_vi", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("short_vi", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("over_time", sa.String(), nullable=False),
        sa.Column("over_place", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("source_kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("over_place IN ('sum', 'ratio', 'none')", name="indicator_over_place"),
        sa.CheckConstraint("over_time IN ('sum', 'latest', 'max', 'ratio')", name="indicator_over_time"),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["measure_unit.code"],
        ),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "journal_head",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code"),
    )
    op.create_table(
        "record",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("grain", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head_revision_id", sa.String(length=36), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.CheckConstraint("period_start <= period_end", name="record_period"),
        sa.CheckConstraint("version >= 1", name="record_version"),
        sa.CheckConstraint("year_from <= year_to", name="record_years"),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "id"),
    )
    op.create_index("ix_record_kind_year", "record", ["province_code", "kind", "year_from"], unique=False)
    op.create_table(
        "rollup_year",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("n_hedged", sa.BigInteger(), nullable=False),
        sa.Column("n_unknown", sa.BigInteger(), nullable=False),
        sa.Column("n_not_carried_out", sa.BigInteger(), nullable=False),
        sa.Column("n_not_applicable", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint(
            "province_code",
            "programme",
            "indicator",
            "kind",
            "basis",
            "grain",
            "period_start",
            "period_end",
            "dimension",
            "member",
        ),
    )
    op.create_index(
        "ix_rollup_year_programme", "rollup_year", ["programme", "dimension", "province_code"], unique=False
    )
    op.create_index("ix_rollup_year_seq", "rollup_year", ["province_code", "seq"], unique=False)
    op.create_table(
        "unit_alias",
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_key"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("spelling", "unit_key"),
    )
    op.create_index("ix_unit_alias_fold", "unit_alias", ["fold"], unique=False)
    op.create_table(
        "unit_link",
        sa.Column("from_key", sa.String(), nullable=False),
        sa.Column("to_key", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_key"],
            ["unit.key"],
        ),
        sa.ForeignKeyConstraint(
            ["to_key"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("from_key", "to_key"),
    )
    op.create_index("ix_unit_link_to_key", "unit_link", ["to_key"], unique=False)
    op.create_table(
        "activity",
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("period_start <= period_end", name="activity_period"),
        sa.ForeignKeyConstraint(
            ["indicator"],
            ["indicator.code"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "agreement",
        sa.Column("signed_start", sa.Date(), nullable=False),
        sa.Column("signed_end", sa.Date(), nullable=False),
        sa.Column("agreement_kind", sa.String(), nullable=True),
        sa.Column("party_a", sa.String(), nullable=True),
        sa.Column("documents", sa.BigInteger(), nullable=True),
        sa.Column("subject_count", sa.BigInteger(), nullable=True),
        sa.Column("party_count", sa.BigInteger(), nullable=True),
        sa.Column("attendee_count", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("fund_source", sa.String(), nullable=True),
        sa.Column("term_start", sa.Date(), nullable=True),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("accepted_start", sa.Date(), nullable=True),
        sa.Column("liquidated_start", sa.Date(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("attendee_count >= 0", name="agreement_attendee_count"),
        sa.CheckConstraint("documents >= 0", name="agreement_documents"),
        sa.CheckConstraint("party_count >= 0", name="agreement_party_count"),
        sa.CheckConstraint("signed_start <= signed_end", name="agreement_signed"),
        sa.CheckConstraint("subject_count >= 0", name="agreement_subject_count"),
        sa.CheckConstraint("term_start <= term_end", name="agreement_term"),
        sa.CheckConstraint("value >= 0", name="agreement_value"),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "budget_line",
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("fund_source", sa.String(), nullable=True),
        sa.Column("planned", sa.BigInteger(), nullable=True),
        sa.Column("disbursed", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("disbursed >= 0", name="budget_line_disbursed"),
        sa.CheckConstraint("period_start <= period_end", name="budget_line_period"),
        sa.CheckConstraint("planned >= 0", name="budget_line_planned"),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "delivery",
        sa.Column("delivered_start", sa.Date(), nullable=False),
        sa.Column("delivered_end", sa.Date(), nullable=False),
        sa.Column("giver", sa.String(), nullable=True),
        sa.Column("equipment_type", sa.String(), nullable=True),
        sa.Column("devices", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("households", sa.BigInteger(), nullable=True),
        sa.Column("communes", sa.BigInteger(), nullable=True),
        sa.Column("districts", sa.BigInteger(), nullable=True),
        sa.Column("teams", sa.BigInteger(), nullable=True),
        sa.Column("others", sa.BigInteger(), nullable=True),
        sa.Column("instruction", sa.String(), nullable=True),
        sa.Column("fund_source", sa.String(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("communes >= 0", name="delivery_communes"),
        sa.CheckConstraint("delivered_start <= delivered_end", name="delivery_delivered"),
        sa.CheckConstraint("devices >= 0", name="delivery_devices"),
        sa.CheckConstraint("districts >= 0", name="delivery_districts"),
        sa.CheckConstraint("households >= 0", name="delivery_households"),
        sa.CheckConstraint("others >= 0", name="delivery_others"),
        sa.CheckConstraint("teams >= 0", name="delivery_teams"),
        sa.CheckConstraint("value >= 0", name="delivery_value"),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "plan",
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issued_start", sa.Date(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("scope_communes", sa.BigInteger(), nullable=True),
        sa.Column("scope_districts", sa.BigInteger(), nullable=True),
        sa.Column("stated_tasks", sa.BigInteger(), nullable=True),
        sa.Column("stated_targets", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("period_start <= period_end", name="plan_period"),
        sa.CheckConstraint("scope_communes >= 0", name="plan_scope_communes"),
        sa.CheckConstraint("scope_districts >= 0", name="plan_scope_districts"),
        sa.CheckConstraint("stated_targets >= 0", name="plan_stated_targets"),
        sa.CheckConstraint("stated_tasks >= 0", name="plan_stated_tasks"),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "publication",
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=True),
        sa.Column("language_count", sa.BigInteger(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("count >= 0", name="publication_count"),
        sa.CheckConstraint("language_count >= 0", name="publication_language_count"),
        sa.CheckConstraint("period_start <= period_end", name="publication_period"),
        sa.ForeignKeyConstraint(
            ["media"],
            ["indicator.code"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "record_item",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id", "field", "position"),
    )
    op.create_table(
        "record_place",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("as_printed", sa.String(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_key"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id", "field", "position"),
    )
    op.create_index("ix_record_place_unit_key", "record_place", ["unit_key"], unique=False)
    op.create_table(
        "record_programme",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"],
            ["programme.code"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id", "programme"),
    )
    op.create_table(
        "result",
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("preliminary", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("period_start <= period_end", name="result_period"),
        sa.CheckConstraint("value >= 0", name="result_value"),
        sa.ForeignKeyConstraint(
            ["indicator"],
            ["indicator.code"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "revision",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("depth >= 0", name="revision_depth"),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "id"),
    )
    op.create_index("ix_revision_record", "revision", ["province_code", "record_id"], unique=False)
    op.create_table(
        "source_document",
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("published_start", sa.Date(), nullable=True),
        sa.Column("published_at", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "target",
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("per_year", sa.Boolean(), nullable=False),
        sa.Column("maintain", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("period_start <= period_end", name="target_period"),
        sa.CheckConstraint("value >= 0", name="target_value"),
        sa.ForeignKeyConstraint(
            ["indicator"],
            ["indicator.code"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "training",
        sa.Column("held_start", sa.Date(), nullable=False),
        sa.Column("held_end", sa.Date(), nullable=False),
        sa.Column("venue", sa.String(), nullable=True),
        sa.Column("training_form", sa.String(), nullable=True),
        sa.Column("classes", sa.BigInteger(), nullable=True),
        sa.Column("participants", sa.BigInteger(), nullable=True),
        sa.Column("attendances", sa.BigInteger(), nullable=True),
        sa.Column("women", sa.BigInteger(), nullable=True),
        sa.Column("minorities", sa.BigInteger(), nullable=True),
        sa.Column("topic_count", sa.BigInteger(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("fund_source", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("attendances >= 0", name="training_attendances"),
        sa.CheckConstraint("classes >= 0", name="training_classes"),
        sa.CheckConstraint("cost >= 0", name="training_cost"),
        sa.CheckConstraint("held_start <= held_end", name="training_held"),
        sa.CheckConstraint("minorities >= 0", name="training_minorities"),
        sa.CheckConstraint("participants >= 0", name="training_participants"),
        sa.CheckConstraint("topic_count >= 0", name="training_topic_count"),
        sa.CheckConstraint("women >= 0", name="training_women"),
        sa.ForeignKeyConstraint(
            ["province_code", "record_id"],
            ["record.province_code", "record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "record_id"),
    )
    op.create_table(
        "counting",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "revision_id"],
            ["revision.province_code", "revision.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "revision_id"),
    )
    op.create_table(
        "fact",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=True),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("hedge", sa.String(), nullable=True),
        sa.Column("part_of", sa.Integer(), nullable=True),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.CheckConstraint("(state = 'reported') = (value IS NOT NULL)", name="fact_value"),
        sa.CheckConstraint("basis IN ('period', 'year_to_date', 'plan_to_date')", name="fact_basis"),
        sa.CheckConstraint("grain IN ('day', 'month', 'quarter', 'half', 'year', 'span')", name="fact_grain"),
        sa.CheckConstraint("kind IN ('target', 'actual', 'planned', 'disbursed')", name="fact_kind"),
        sa.CheckConstraint("state IN ('reported', 'unknown', 'not_carried_out', 'not_applicable')", name="fact_state"),
        sa.CheckConstraint("denominator > 0", name="fact_denominator"),
        sa.CheckConstraint("low IS NULL OR low <= high", name="fact_range"),
        sa.CheckConstraint("period_start <= period_end", name="fact_period"),
        sa.CheckConstraint("value >= 0 AND low >= 0 AND high >= 0 AND numerator >= 0", name="fact_not_negative"),
        sa.ForeignKeyConstraint(
            ["indicator"],
            ["indicator.code"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "revision_id"],
            ["revision.province_code", "revision.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_key"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "revision_id", "line"),
    )
    op.create_index(
        "ix_fact_cell",
        "fact",
        ["province_code", "indicator", "kind", "basis", "period_end", "revision_id", "line"],
        unique=False,
    )
    op.create_index(
        "ix_fact_document",
        "fact",
        ["province_code", "document_id"],
        unique=False,
        sqlite_where=sa.text("document_id IS NOT NULL"),
        postgresql_where=sa.text("document_id IS NOT NULL"),
    )
    op.create_index(
        "ix_fact_hedge",
        "fact",
        ["province_code", "indicator"],
        unique=False,
        sqlite_where=sa.text("hedge IS NOT NULL"),
        postgresql_where=sa.text("hedge IS NOT NULL"),
    )
    op.create_table(
        "journal",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.Column("sign", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("seq >= 1", name="journal_seq"),
        sa.CheckConstraint("sign IN (1, -1)", name="journal_sign"),
        sa.ForeignKeyConstraint(
            ["province_code", "revision_id"],
            ["revision.province_code", "revision.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "seq"),
    )
    op.create_index("ix_journal_revision", "journal", ["province_code", "revision_id"], unique=False)
    op.create_table(
        "revision_parent",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.Column("parent_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "revision_id"],
            ["revision.province_code", "revision.id"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "revision_id", "parent_id"),
    )
    op.create_table(
        "fact_programme",
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("revision_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "revision_id", "line"],
            ["fact.province_code", "fact.revision_id", "fact.line"],
        ),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint("province_code", "revision_id", "line", "programme"),
    )
