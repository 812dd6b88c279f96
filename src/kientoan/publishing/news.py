"""News as its writers see it, and as the public would: what a version says, what a reader gets of it. The only place with joins on articles."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from kientoan.core.access import Right
from kientoan.core.models import StoredFile
from kientoan.core.refusal import NotFound
from kientoan.org.access import PersonActor
from kientoan.org.queries import names_of
from kientoan.people.models import PersonProfile
from kientoan.publishing import markup
from kientoan.publishing.enums import EntryKind, NewsState, NewsTopic
from kientoan.publishing.models import Article, ArticlePicture, ArticleVersion, PublicEntry
from kientoan.publishing.queries import kept_units
from kientoan.rules.vntext import plain, search_keys, search_terms

PAGE = 20
NEWS_RIGHTS = (Right.WRITE_NEWS, Right.EDIT_NEWS, Right.PUBLISH)
MOST_RELATED = 3


def no_such_article() -> NotFound:
    """The answer for an article that there is not, or that may not be known."""
    return NotFound(_("Không có tin này, hoặc tin nằm ngoài phạm vi được xem."))


@dataclass(frozen=True)
class Row:
    """A piece of news in the list of those who write it.

    Parameters:
        version: what is believed now.
        unit: whose it is, by name.
        is_public: whether some version of it is public.
    """

    article: Article
    version: ArticleVersion
    unit: str
    is_public: bool

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return str(NewsState(self.version.state).label)

    @property
    def topic_label(self) -> str:
        """Its rubric in words."""
        return str(NewsTopic(self.version.topic).label)


@dataclass(frozen=True)
class RowPage:
    """A page of a list, how many rows there are, and how many of all stand in each state."""

    rows: tuple[Row, ...]
    count: int
    states: Mapping[str, int]


def _seen(actor: PersonActor, day: date) -> QuerySet[ArticleVersion]:
    return ArticleVersion.objects.known().filter(kept_units(actor, NEWS_RIGHTS, day, "article__unit")).select_related("article")


def _rows(versions: Iterable[ArticleVersion], day: date) -> tuple[Row, ...]:
    found = list(versions)
    names = names_of({each.article.unit_id for each in found}, day)
    references = [each.article.reference for each in found if each.article.reference]
    public = set(PublicEntry.objects.filter(kind=EntryKind.NEWS, reference__in=references).values_list("reference", flat=True))
    return tuple(Row(each.article, each, names.get(each.article.unit_id, ""), each.article.reference in public) for each in found)


def listed(actor: PersonActor, day: date, *, state: str = "", query: str = "", page: int = 1) -> RowPage:
    """News of the actor's units, the last changed first; a fixed number of queries.

    Parameters:
        state: only in this state; empty for all.
        query: every word of it stands in the title, with or without diacritics; titles alone are read for that.
    """
    seen = _seen(actor, day).order_by("-recorded_at", "-pk")
    states: dict[str, int] = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    found: Any = seen.filter(state=state) if state else seen
    if terms := search_terms(query):
        said = [number for number, title in found.values_list("pk", "title") if _says(title, terms)]
        here = said[(page - 1) * PAGE:page * PAGE]
        shown = seen.in_bulk(here)
        return RowPage(_rows([shown[number] for number in here if number in shown], day), len(said), states)
    count = states.get(state, 0) if state else sum(states.values())
    return RowPage(_rows(found[(page - 1) * PAGE:page * PAGE], day), count, states)


def _says(title: str, terms: Collection[tuple[str, bool]]) -> bool:
    loose, exact = search_keys(title)
    return all(term in (exact if is_exact else loose) for term, is_exact in terms)


def seen_article(actor: PersonActor, article_id: int, day: date) -> Row:
    """A piece of news that the actor may see.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    found = _rows(_seen(actor, day).filter(article=article_id), day)
    if not found:
        raise no_such_article()
    return found[0]


def pictures_of(version: ArticleVersion) -> list[tuple[ArticlePicture, Mapping[str, str]]]:
    """The pictures of a version with what is said of each, in its order; one query."""
    wanted = {int(each["picture"]): each for each in version.pictures}
    found = ArticlePicture.objects.filter(pk__in=wanted).select_related("file", "small").defer("file__content", "small__content")
    by_id = {each.pk: each for each in found}
    return [(by_id[number], said) for number, said in wanted.items() if number in by_id]


def picture_file(actor: PersonActor, article_id: int, fingerprint: str, day: date) -> StoredFile:
    """A picture of any version of an article, for those who may see the article.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    seen_article(actor, article_id, day)
    file = StoredFile.objects.filter(Q(pk__in=ArticlePicture.objects.filter(article=article_id).values("file")) | Q(pk__in=ArticlePicture.objects.filter(article=article_id).values("small")),
                                     sha256=fingerprint).first()
    if file is None or file.content is None:
        raise no_such_article()
    return file


# -- what the public gets ------------------------------------------------------------------------------------------------------------------


def content_of(version: ArticleVersion, unit: str) -> dict[str, dict[str, Any]]:
    """What everybody may read of a version, by language.

    Parameters:
        unit: the name of the unit that publishes it.

    Returns:
        for each language a mapping of ``title``, ``lead``, ``body`` (HTML), ``byline``, ``language`` (of the text: Vietnamese where there is no English), ``unit``, ``topic_label``,
        ``pictures`` (``file``, ``small``: fingerprints; their sizes in pixels; ``alt``, ``caption``), ``video`` and ``captions``, ``related`` (references).
    """
    pictures = pictures_of(version)
    related = list(Article.objects.filter(pk__in=version.related).exclude(reference=None).order_by("pk").values_list("reference", flat=True))
    content: dict[str, dict[str, Any]] = {}
    for language, _name in settings.LANGUAGES:
        english = language == "en" and bool(version.title_en)
        with translation.override(language):
            content[language] = {
                "title": version.title_en if english else version.title, "lead": version.lead_en if english else version.lead,
                "body": markup.rendered(version.body_en if english else version.body), "byline": version.byline, "language": "en" if english else "vi", "unit": unit,
                "topic_label": str(NewsTopic(version.topic).label), "video": version.video, "captions": version.captions, "related": related,
                "pictures": [{
                    "file": each.file.sha256, "width": each.width, "height": each.height, "small": each.small.sha256, "small_width": each.small_width, "small_height": each.small_height,
                    "alt": said.get("alt_en") if english and said.get("alt_en") else said["alt"], "caption": said.get("caption_en") if english and said.get("caption_en") else said["caption"]}
                    for each, said in pictures]}
    return content


def words_of(version: ArticleVersion, unit: str) -> str:
    """What a version is found by: only what ``content_of`` shows."""
    said = [word for each in version.pictures for word in (each["alt"], each["caption"])]
    return " ".join([version.title, version.lead, markup.plain(version.body), version.byline, unit, version.title_en, version.lead_en, markup.plain(version.body_en), *said])


def slug_of(title: str, number: int) -> str:
    """What the address of a piece of news ends in: its title without diacritics, and its number."""
    words = re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-")
    return f"{words[:80].rstrip('-')}-{number}".lstrip("-")


# -- versions ------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A run of words that two versions share (``=``), that the older had (``-``), or that the newer has (``+``)."""

    sign: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """How one part of the text differs from the version before."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class VersionRow:
    """A version with what it changed; the newest first in a list."""

    version: ArticleVersion
    number: int
    changes: tuple[FieldChange, ...]

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return str(NewsState(self.version.state).label)


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            run = old[i:j]
            found.append(Piece("=", "".join(run if len(run) <= 24 else [*run[:12], " … ", *run[-12:]])))
        else:
            found += [Piece(sign, text) for sign, text in (("-", "".join(old[i:j])), ("+", "".join(new[k:m]))) if text]
    return tuple(found)


def _said(version: ArticleVersion) -> dict[str, str]:
    """Every part of a version that a person wrote or chose, as text."""
    return {
        _("Tiêu đề"): version.title, _("Lời dẫn"): version.lead, _("Bài"): version.body, _("Tên ghi dưới bài"): version.byline, _("Chuyên mục"): str(NewsTopic(version.topic).label),
        _("Ngày"): f"{version.occurred_on:%d/%m/%Y}", _("Tiêu đề tiếng Anh"): version.title_en, _("Lời dẫn tiếng Anh"): version.lead_en, _("Bài tiếng Anh"): version.body_en,
        _("Video"): version.video, _("Phụ đề của video"): version.captions,
        _("Ảnh"): "\n".join(f"{each['picture']}: {each['alt']}. {each['caption']}" for each in version.pictures), _("Bài liên quan"): ", ".join(map(str, version.related))}


def versions_of(article_id: int) -> list[VersionRow]:
    """Every version of an article, the newest first, each with how its words differ from the one before; one query."""
    rows: list[VersionRow] = []
    before: dict[str, str] = {}
    for number, version in enumerate(ArticleVersion.objects.filter(article=article_id).order_by("recorded_at", "pk"), 1):
        said = _said(version)
        changes = tuple(FieldChange(label, _pieces(before.get(label, ""), text)) for label, text in said.items() if rows and before.get(label, "") != text)
        rows.append(VersionRow(version, number, changes))
        before = said
    return rows[::-1]


def due(now: datetime) -> list[int]:
    """The ids of articles whose hour has come; one query."""
    return list(ArticleVersion.objects.known().filter(state=NewsState.SCHEDULED, publish_at__lte=now).order_by("publish_at", "pk").values_list("article", flat=True))


def naming(person_id: int) -> list[tuple[int, str]]:
    """Ids and titles of what is public, or scheduled to be, and has the name of a person in its text, in whatever spelling; three queries.

    Two people may bear one name: whether this one is meant only an editor can say.
    """
    phrases = {search_keys(name)[0] for name in PersonProfile.objects.filter(person=person_id).values_list("full_name", flat=True)} - {""}

    def names_one(words: str) -> bool:
        return any(f"{phrase} " in f"{words} " for phrase in phrases)

    within = Q(pk=None)
    for phrase in phrases:
        within |= Q(search_plain__contains=phrase)
    public = [row.reference for row in PublicEntry.objects.filter(within, kind=EntryKind.NEWS).only("reference", "search_plain") if names_one(row.search_plain)]
    found = ArticleVersion.objects.known().filter(Q(article__reference__in=public) | Q(state=NewsState.SCHEDULED)).order_by("article")
    return [(each.article_id, each.title) for each in found if each.state != NewsState.SCHEDULED or names_one(search_keys(words_of(each, ""))[0])]


def may_be_related(actor: PersonActor, article_id: int | None, day: date) -> list[tuple[int, str]]:
    """The newest thirty pieces of the actor's units that were once published, for the choice of related ones: ids and titles."""
    found = _seen(actor, day).exclude(article=article_id).exclude(article__reference=None).order_by(F("recorded_at").desc(), "-pk")[:30]
    return [(each.article_id, each.title) for each in found]
