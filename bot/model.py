"""The nouns that all rooms share: frozen, documented, importing nothing of ours.

What each is called in code: `message`, `heard`, `sentence`, `signal`, `passage`, `discrepancy`, `exercise`, `step`,
`move`, `wording`, `turn`, `thread`, `reflection`, `entry`, `intention`, `person`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

LANGUAGES = ("nl", "en")
"""The languages Blijk speaks. The first is the one it falls back on."""

STANCES = ("fact", "interpretation", "feeling", "norm", "solution", "notknowing")
"""How a sentence stands toward the world (design, section 4)."""

COMMANDS = (
    "stop", "pause", "skip", "back", "repeat", "why", "help", "review", "erase", "export", "privacy", "human",
    "language", "misheard", "what_are_you",
)  # fmt: skip
"""What a person may say to steer. Each is an intent of Rasa's, with its own rule and action."""

STORY = "story"
"""The label of a message that steers nothing: an answer, to be kept."""

SAFETY = ("suicide", "child_safety", "sexual_misconduct", "violence")
"""Where somebody may be in danger. Each is an intent of Rasa's too."""

KINDS = ("receive", "reflect", "ask", "reflect_ask", "set_beside", "inform", "close")
"""What a turn of the coach can be (design, section 5)."""

STATES = ("open", "paused", "done")
"""How a reflection stands."""

AWAITS = ("answer", "offer", "which", "danger", "danger_choice", "return", "weigh", "erase", "after")
"""What the coach may wait for: an answer to the step; a way to begin; whether it was a command; whether somebody is in
danger; whether to go on after that; whether to go on after a week; whether to set for and against side by side; which
text to erase; nothing, the reflection has ended, but perhaps whether to remind of it."""

NOTICES = (
    *STANCES, "unsupported", "discrepancy", "not_knowing", "tiny", "brief", "long", "hurting", "step_story",
    "step_feelings", "step_other", "step_question", "step_intention", "step_lingers", "first_here", "first_ever",
    "advice_again", "advice_third", "cause_self", "cause_others", "cause_circumstances", "offered",
    "several_feelings",
)  # fmt: skip
"""What the coach may notice beside the signals themselves: the names that a move's `when` and `unless` may use."""

SIDE_BY_SIDE = ("side_by_side", "next_to_it")
"""Ids of the moves that a step's `beside` makes: the other's story beside mine, and mine beside mine."""

SHOWS = ("profile", "card")
"""What a step may show before its question: the answers on the scale, of which one is chosen; the card so far."""

GROUPS = ("talk", "look_back", "choose", "together", "myself")
"""The groups of the shelf: preparing a talk, looking back, choosing and changing, our school together, myself."""

OWN = "own"
"""What a person made for themselves: their group of the shelf, beside `GROUPS`, and what its questions are about."""

INTENTION = "intention"
"""What a step of the follow-up may be set beside: what was intended before the talk."""

FOLLOW_UP = "afterwards"
"""The exercise that comes back to a reflection after the talk that it prepared; it belongs to that same reflection."""

REMINDERS = ("before", "after", "visit")
"""What a person may be reminded of: their card before the talk, how it was after it, the next visit of an exercise."""

ROLES = ("answer", "aside", "turn")
"""What an entry is: what a person answered, what a person said on the side, what the coach said."""


# What comes in -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    """One message of a person, as a door received it."""

    id: str
    """Given by the door; the same id is the same message, however often it is delivered."""
    person: str
    """The id of the person in the journal, proven by the door."""
    text: str
    """Exactly what was typed, or the title of the pressed button."""
    button: str | None = None
    """The payload of the pressed button; only valid if the last turn offered it."""
    language: str | None = None
    """The language this person speaks with Blijk, `None` before the first message."""


# What is heard -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signal:
    """Something heard in a sentence: the name of a file in `data/coaching/signals`, and the words that carry it.

    "Hij luistert nooit" -> `Signal("absolute", "nooit", 13, 18)`
    """

    name: str
    text: str
    """The exact words."""
    start: int
    """Where they begin in the message, in characters."""
    end: int
    """Where they end in the message, in characters, exclusive."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a message and how it stands toward the world."""

    text: str
    start: int
    """Where it begins in the message, in characters."""
    stance: str
    """One of `STANCES`."""
    score: float
    """How sure the stance is, 0 to 1."""
    signals: tuple[Signal, ...] = ()
    lemmas: tuple[str, ...] = ()
    """The lemmas of its words in order, lower case, none left out."""


@dataclass(frozen=True)
class Passage:
    """An exact stretch of a message that can be given back: it stands alone, and a signal caused it to be chosen."""

    text: str
    """Word for word, with its hedges; never a whole long message, never a consent or a one-word answer."""
    start: int
    end: int
    signal: str
    """The name of the signal, or the stance, that made it worth giving back."""
    score: float
    """How much it is worth giving back, 0 to 1; the doors and the coach take the first, best one."""


@dataclass(frozen=True)
class Command:
    """Whether a message steers, and how sure that is."""

    label: str = STORY
    """One of `COMMANDS`, or `story`."""
    score: float = 1.0
    """How sure, 0 to 1."""
    ask_back: bool = False
    """The coach must ask which it was: the label is what it would be if it is a command; the text is kept anyhow."""
    cause: str = ""
    """What made it so: a model's or pattern's name, for `blijk listen`."""


@dataclass(frozen=True)
class Evidence:
    """Whether a judgement stands unsupported, and where: that is where "Waar blijkt dat uit?" belongs."""

    ask: bool = False
    quote: str | None = None
    """The exact clause that carries the judgement; set whenever `ask` is true."""
    score: float = 0.0
    cause: str = ""


@dataclass(frozen=True)
class Discrepancy:
    """Two passages that stand against each other."""

    a: str
    """The earlier or first passage, exact."""
    b: str
    """The later or second passage, exact."""
    kind: str
    """`within` a story, `between` stories, or with a `wider` story."""
    score: float
    speak: bool
    """Sure enough for the coach to show it."""
    cause: str = ""


@dataclass(frozen=True)
class Feeling:
    """A feeling word as it was written, and what it is a shade of.

    "Ik was pisnig" -> `Feeling("pisnig", "pisnig", "angry", 7)`
    """

    text: str
    lemma: str
    shade: str
    """The family: angry, sad, afraid, ashamed, hurt, tired, glad, proud, touched, … (keys of `feelings.yml`)."""
    start: int


@dataclass(frozen=True)
class Mention:
    """Somebody who is spoken of: a name or a role, as written ("mijn teamleider", "Pieter")."""

    text: str
    role: str
    """The role in English (`colleague`, `board`, `parent`, …), or `name`."""
    start: int


@dataclass(frozen=True)
class Moment:
    """A moment in time that was named.

    "vrijdag half 4" heard on Wednesday 4 March 2026 -> `Moment("vrijdag half 4", 2026-03-06T15:30+01:00, "time", True)`
    """

    text: str
    at: datetime | None
    """With time zone; `None` when it was not understood. Of a period, its beginning."""
    grain: str
    """`time` when the hour is known, `part` of a day, `day`, `week`, `month`."""
    whole: bool
    """Understood wholly; if not, the coach asks."""
    dated: bool = True
    """Whether a day was named; "half vier" alone names none, and takes its day from what was said before."""


@dataclass(frozen=True)
class Heard:
    """All that was heard in one message. What the journal keeps sealed beside the answer."""

    text: str
    language: str
    """One of `LANGUAGES`: the language of the message where that is clear, else the person's."""
    language_sure: bool = True
    """Whether the text itself tells its language ("ok" does not)."""
    foreign: bool = False
    """The text seems to be in a language that Blijk does not speak."""
    words: int = 0
    sentences: tuple[Sentence, ...] = ()
    command: Command = Command()
    evidence: Evidence = Evidence()
    discrepancy: Discrepancy | None = None
    """Found within this message alone."""
    passages: tuple[Passage, ...] = ()
    """What may be given back between quotation marks, best first."""
    echoes: tuple[str, ...] = ()
    """Half sentences that may be given back without quotation marks, capital and stop added by the coach."""
    feelings: tuple[Feeling, ...] = ()
    people: tuple[Mention, ...] = ()
    moment: Moment | None = None
    minutes: int | None = None
    """How many minutes the person says to have ("3 min tot 2B"), if said."""
    own_share: str | None = None
    """Where the cause is put: `self`, `others`, `circumstances`; `None` when no cause is named."""
    safety: str | None = None
    """One of `SAFETY`."""
    safety_sure: bool = False
    """Whether it was said plainly; else the coach asks first."""
    safety_cause: str | None = None
    """The signal that carried it, or the concepts that weighed most ("carer + hit, injury")."""
    opener: tuple[str, ...] = ()
    """Ids of the exercises that fit what is said, best first."""

    @property
    def signals(self) -> frozenset[str]:
        """The names of all signals in the message."""
        return frozenset(signal.name for sentence in self.sentences for signal in sentence.signals)

    @property
    def stances(self) -> tuple[str, ...]:
        """The stance of each sentence, in order."""
        return tuple(sentence.stance for sentence in self.sentences)


# What the coach knows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """One way of saying a thing, in both languages side by side."""

    id: str
    """`<file>.<key>`, e.g. `evidence.not_there`; what a turn is traced by."""
    says: Mapping[str, str]
    """Language -> sentence. Places such as `{quote}` are filled by the coach."""


@dataclass(frozen=True)
class Button:
    """A reply that is offered. Its payload is what a press sends back."""

    title: str
    payload: str


@dataclass(frozen=True)
class Step:
    """One step of an exercise: a core question, and how to stay with it."""

    id: str
    ask: tuple[Wording, ...]
    """The core question; the first wording for who is new to it."""
    brief: tuple[Wording, ...]
    """Fewer words, for who has done this exercise before."""
    lead: Wording | None
    """A few words before the question the first time ("Nu inleven.")."""
    again: tuple[Wording, ...]
    """The one second way in after "weet ik niet"."""
    deepen: tuple[str, ...]
    """Ids of the moves that may deepen here, most fitting first."""
    about: str
    """`story`, `feelings`, `other`, `question`, `intention`, `moment`, `lingers`, `position`, …: decides manners."""
    card: Mapping[str, str] | None
    """The step's label on the card per language; `None` keeps it off the card."""
    begins: Mapping[str, str] | None = None
    """The label on the card of how the answers to this step began, where that is not what the card holds of it."""
    beside: str | None = None
    """Id of the earlier step whose answer may be set beside this one's (my story and the other's)."""
    gist: str | None = None
    """The stance that the card looks for first among the answers to this step."""
    deepest: int = 2
    """How many deepening questions at most."""
    stays: int = 1
    """After how many answers the exercise goes on when nothing deepens; until then the coach receives."""
    choices: tuple[Wording, ...] = ()
    """What may be chosen by a button; own words are as good."""
    scale: Mapping[str, int] = field(default_factory=dict)
    """Where it is answered by how strong something is: each figure or word for it, and its value from 1 to 5."""
    shows: str | None = None
    """What is shown before the question: one of `SHOWS`."""
    rest: Wording | None = None
    """Said after this step instead of the next question: the exercise rests until the person comes back."""


@dataclass(frozen=True)
class Exercise:
    """A reflection instrument: steps in order, a source, a card."""

    id: str
    title: Mapping[str, str]
    for_whom: tuple[str, ...]
    form: str
    """`short`, `medium`, `long` or `visits`."""
    minutes: int
    source: str
    """Where it comes from: file and place in the sources."""
    source_line: Mapping[str, str]
    """One line that may be shown: "uit: …"."""
    steps: tuple[Step, ...]
    listed: bool = True
    """Whether it is on the shelf; the story, the hurried talk and the like are not."""
    group: str | None = None
    """Where it stands on the shelf: one of `GROUPS`, or `own`."""
    next: str | None = None
    """Id of the exercise that is offered afterwards."""
    close: Wording | None = None
    """What is said at its end instead of the card."""

    def step(self, step_id: str) -> Step:
        """Return the step with this id; `KeyError` if there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


@dataclass(frozen=True)
class Move:
    """Something a coach may do with what was heard."""

    id: str
    kind: str
    """One of `KINDS`."""
    when: tuple[str, ...]
    """Names of what must be noticed, all of them."""
    unless: tuple[str, ...]
    """Names of what must not be noticed, none of them."""
    wordings: tuple[Wording, ...]
    why: Mapping[str, str]
    """The answer to "waarom vraag je dat?"."""
    source: str
    anywhere: bool = False
    """Fits in every step, not only where a step names it."""
    order: int = 100
    """Among the moves that fit anywhere: the lower, the earlier."""
    awaits: str = "answer"
    """What the coach waits for after it."""


@dataclass(frozen=True)
class SignalRule:
    """What carries a signal in one language, as read from `data/coaching/signals/<language>/<name>.yml`."""

    name: str
    language: str
    words: tuple[str, ...] = ()
    """Exact words or phrases, matched without regard to case; with `=` before it only when it is the whole sentence."""
    lemmas: tuple[str, ...] = ()
    """Lemmas, so that one line covers all inflections."""
    patterns: tuple[tuple[Mapping[str, object], ...], ...] = ()
    """Token patterns in spaCy's own notation."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words by group, where the file groups them (feelings by shade, people by role)."""
    alone: bool = False
    """Only heard where a sentence holds nothing else that is said ("ja graag", not "ja maar hij luistert niet")."""


@dataclass(frozen=True)
class Concept:
    """Words that mean much the same, so that new words are understood too; from `data/listening/<language>/concepts/`.

    Both languages have the same names, so that what is learned in one helps the other.
    """

    name: str
    language: str
    words: tuple[str, ...]
    """Words and phrases in any inflection; `suicid*` is any word that begins so."""


@dataclass(frozen=True)
class Knowledge:
    """Everything that `data/coaching` holds, read and checked once."""

    exercises: Mapping[str, Exercise]
    moves: Mapping[str, Move]
    frame: Mapping[str, tuple[Wording, ...]]
    """Opening, closing, side questions, referrals, buttons: name -> wordings."""
    signals: tuple[SignalRule, ...]


# What the coach says -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Intention:
    """What a person intends, and the moment of the talk it is meant for."""

    text: str
    """In the person's own words."""
    at: datetime | None = None
    grain: str | None = None


@dataclass(frozen=True)
class Reminder:
    """Something to come back to, and when."""

    kind: str
    """One of `REMINDERS`."""
    at: datetime


@dataclass(frozen=True)
class Turn:
    """What the coach says in answer to one message, and what is to be written about both."""

    text: str
    kind: str
    """One of `KINDS`."""
    move: str
    """Id of the move, the step's question or the frame entry that this is, to trace it by."""
    asked: tuple[str, ...] = ()
    """Ids of the wordings used."""
    quotes: tuple[tuple[str, str], ...] = ()
    """Each passage given back between quotation marks, with the signal that caused it."""
    buttons: tuple[Button, ...] = ()
    exercise: str | None = None
    step: str | None = None
    """Where the next answer belongs."""
    awaits: str = "answer"
    """What the coach waits for: an `answer` to the step, or a choice it offered (one of `AWAITS`)."""
    done: bool = False
    """The reflection is closed with this turn."""
    reflects: bool = False
    """Whether it gives back something of what the person said."""
    # what to write
    answers: str | None = None
    """The step that the message answered: it is kept as an answer there. `None`: it is kept as an aside."""
    state: str | None = None
    """The state of the reflection after this turn, one of `STATES`; `None` when none is open or to be opened."""
    language: str | None = None
    """The person's language from now on, if this turn changes it."""
    intention: Intention | None = None
    fresh: bool = False
    """Let the reflection that is open rest as it is, and begin a new one with this message."""
    resumes: str | None = None
    """Id of the paused reflection that this turn goes on with."""
    answers_in: str | None = None
    """The exercise that the message answered, where it is another than the reflection's own."""
    reminders: tuple[Reminder, ...] = ()
    """What the person is to be reminded of in this reflection, instead of anything planned before."""
    reminds: str | None = None
    """Whether the person wants reminders from now on, `yes` or `no`, if this turn changes it."""
    drops: tuple[str, ...] = ()
    """What the person took back: wording ids or signal names not to be used again in this reflection."""


# What is kept --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """Somebody who talks with Blijk."""

    id: str
    language: str | None = None
    met: bool = False
    """Whether the coach has said what it is."""
    reminds: str | None = None
    """Whether this person wants to be reminded, `yes` or `no`; `None` when they were not asked."""


@dataclass(frozen=True)
class Entry:
    """One thing that was said in a reflection, by the person or the coach."""

    id: str
    role: str
    """One of `ROLES`."""
    text: str
    at: datetime
    exercise: str | None = None
    step: str | None = None
    """Of an answer the step it answers; of a turn the step that it leads to."""
    heard: Heard | None = None
    """What was heard in it, of an answer or aside."""
    turn: Turn | None = None
    """The whole turn, of a turn."""
    seq: int = 0
    """Its place in the order in which this person's journal was written; a clock may jump, this never does."""


@dataclass(frozen=True)
class Reflection:
    """One reflection from its first message to its card."""

    id: str
    exercise: str | None
    state: str
    """One of `STATES`."""
    begun: datetime
    touched: datetime
    entries: tuple[Entry, ...] = ()
    """Oldest first; empty in a list."""
    first: str = ""
    """The text of its first answer, to know it by in a list."""
    intention: Intention | None = None


@dataclass(frozen=True)
class OwnQuestion:
    """A question that a person wants to be asked at the end of an exercise, in their own words."""

    id: str
    text: str


@dataclass(frozen=True)
class OwnExercise:
    """An exercise that a person made for themselves, as they wrote it down; `bot.knowledge.made` reads it."""

    id: str
    """The id of the exercise too; begins with `own_`."""
    title: str
    helps: str
    """When it helps, or for whom it is; may be empty."""
    minutes: int
    questions: tuple[str, ...]
    """Each is a step."""
    intends: bool
    """Whether it asks at the end what one intends."""
    listed: bool = True
    """Whether it is offered. One that was changed or removed stays for the reflections that were made with it."""


@dataclass(frozen=True)
class Earlier:
    """Another reflection, in which somebody is spoken of who is spoken of now too."""

    id: str
    """Of the reflection."""
    person: str
    """Who is spoken of, as written now."""
    begun: datetime


@dataclass(frozen=True)
class Thread:
    """All that the coach may know when it thinks: this reflection so far, and what was asked in earlier ones."""

    person: Person
    now: datetime
    """With time zone."""
    reflection: Reflection | None = None
    """The one that is open or paused, with its entries; `None` when there is none."""
    asides: tuple[Entry, ...] = ()
    """What was said outside any reflection since the last one closed, oldest first."""
    asked: tuple[str, ...] = ()
    """Ids of the wordings used in the last eight reflections, newest first."""
    finished: tuple[str, ...] = ()
    """Exercise of each reflection that reached its card, newest first."""
    closed_with: Turn | None = None
    """The turn that closed the last reflection, as long as nothing was said since."""
    own_questions: tuple[OwnQuestion, ...] = ()
    """What the person wants to be asked at the end of an exercise, oldest first."""
    own_exercises: tuple[OwnExercise, ...] = ()
    """The exercises that the person made, oldest first; also those that are offered no more."""
    earlier: tuple[Earlier, ...] = ()
    """Other reflections that speak of somebody who is spoken of here, newest first, where that was looked for."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the open reflection, oldest first; empty when there is none."""
        return self.reflection.entries if self.reflection else ()

    @cached_property
    def last_turn(self) -> Turn | None:
        """What the coach said last, here or on the side."""
        for entry in sorted((*self.asides, *self.entries), key=lambda entry: (entry.seq, entry.at), reverse=True):
            if entry.turn is not None:
                return entry.turn
        return self.closed_with
