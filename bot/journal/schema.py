"""The tables of the journal. What a person could be read from is sealed; ids, times, states and steps are clear."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

REVISION = "0003"
"""The migration that these tables are the result of."""

metadata = MetaData()

journals = Table(
    "journal",
    metadata,
    Column("id", String(32), primary_key=True, comment="what the key ring knows this journal by; one row"),
)

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("language", String(8)),
    Column("met", Boolean, nullable=False),
    Column("seq", Integer, nullable=False, comment="place of the newest entry; only grows"),
)

identities = Table(
    "identities",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True, comment="keyed hash of channel, tenant, identity"),
    Column("sealed", LargeBinary, nullable=False, comment="the channel, tenant and identity themselves"),
)

reflections = Table(
    "reflections",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("exercise", String(64)),
    Column("state", String(8), nullable=False),
    Column("begun", String(32), nullable=False),
    Column("touched", String(32), nullable=False),
    Column("first", Integer, nullable=False, comment="seq of its first entry"),
    Column("last", Integer, nullable=False, comment="seq of its last entry"),
    Column("asked", LargeBinary, nullable=False, comment="ids of the wordings used in it, newest first"),
    Column("intention", LargeBinary),
    Index("reflections_by_age", "person", "last"),
    Index("reflections_by_state", "person", "state", "last"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("reflection", ForeignKey("reflections.id"), comment="none: said outside any reflection"),
    Column("seq", Integer, nullable=False),
    Column("role", String(8), nullable=False),
    Column("at", String(32), nullable=False),
    Column("exercise", String(64)),
    Column("step", String(64)),
    Column("message", LargeBinary(32), nullable=False, comment="keyed hash of person and message id"),
    Column("text", LargeBinary, nullable=False),
    Column("heard", LargeBinary, comment="of what the person said"),
    Column("turn", LargeBinary, comment="of what the coach said"),
    UniqueConstraint("message", "role", name="entries_once"),
    Index("entries_by_reflection", "person", "reflection", "seq"),
    Index("entries_by_age", "person", "seq", unique=True),
)

erasures = Table(
    "erasures",
    metadata,
    Column("owner", String(32), primary_key=True, comment="whose key must still leave the key ring"),
)

links = Table(
    "links",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True, comment="keyed hash of the code in a one-time link"),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("expires", String(32), nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True, comment="keyed hash of the session that a browser holds"),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("begun", String(32), nullable=False),
    Column("seen", String(32), nullable=False, comment="last asked for a page, to the minute"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True, comment="keyed hash of a browser and the state it left with"),
    Column("expires", String(32), nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True, comment="keyed hash of the code that links a second channel"),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("expires", String(32), nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True, comment="keyed hash of channel, tenant and message id"),
    Column("at", String(32), nullable=False, comment="when the answer to it went out"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="what the channel needs to reach them"),
    Column("used", String(32), nullable=False, comment="when they last wrote there"),
    UniqueConstraint("person", "channel", name="addresses_once"),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("reflection", ForeignKey("reflections.id"), nullable=False),
    Column("kind", String(8), nullable=False, comment="before, after or visit"),
    Column("due", String(32), nullable=False, comment="when it was meant for"),
    Column("state", String(8), nullable=False, comment="due, sent or off"),
    Column("tries", Integer, nullable=False),
    Column("again", String(32), nullable=False, comment="not looked at before this moment"),
    Index("reminders_by_moment", "state", "again"),
    Index("reminders_by_person", "person", "reflection"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("value", String(16), nullable=False),
)

tags = Table(
    "tags",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("reflection", ForeignKey("reflections.id"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

prompts = Table(
    "prompts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("kind", String(8), nullable=False, comment="question, exercise, or one offered no more: retired"),
    Column("sealed", LargeBinary, nullable=False, comment="what this person wants to be asked, in their own words"),
)

OF_A_REFLECTION = (entries, tags, reminders)
"""Every table with rows of a reflection."""

OF_A_PERSON = (*OF_A_REFLECTION, reflections, prompts, preferences, addresses, codes, links, sign_ins, identities)
"""Every table with rows of a person, in the order in which they can be deleted."""

PASSING = (links, sign_ins, attempts, codes, deliveries)
"""What no archive takes along: a restored one may let nobody in who has signed out since."""

KEYS_OF = {
    "people": ("id",),
    "identities": ("person",),
    "reflections": ("person", "id"),
    "entries": ("person", "reflection"),
    "tags": ("person", "reflection"),
    "prompts": ("person",),
    "addresses": ("person",),
}
"""By table the columns that say whose keys must be there for a row to be worth anything."""
