"""What several listeners want to know of one stretch of a doc is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from spacy.tokens import Span

More = ParamSpec("More")
Known = TypeVar("Known")


def once_per_doc(work: Callable[Concatenate[Span, More], Known]) -> Callable[Concatenate[Span, More], Known]:
    """Let a function of a span remember in the span's doc what it returned for each stretch.

    Only for what depends on the stretch, and else on what is the same for all of a doc, such as its language's model.
    """
    key = f"blijk_{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def remembered(span: Span, /, *more: More.args, **named: More.kwargs) -> Known:
        known: dict[tuple[int, int], Known] = span.doc.user_data.setdefault(key, {})
        place = span.start, span.end
        if place not in known:
            known[place] = work(span, *more, **named)
        return known[place]

    return remembered
