"""Every change of news: written, edited, published at once or at its hour, withdrawn. Each public function here is an operation.

Every change is a version and all stay. Nothing is public before a publisher's act; what is public is written into ``entries`` in the transaction of that act.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, files
from kientoan.core.access import Right
from kientoan.core.facts import correct, record
from kientoan.core.given import at_most, needed, reason_given
from kientoan.core.operation import Act, in_operation, operation
from kientoan.core.refusal import Refusal
from kientoan.org.queries import names_of
from kientoan.publishing import entries, news
from kientoan.publishing.enums import EntryKind, NewsState, NewsTopic
from kientoan.publishing.models import Article, ArticlePicture, ArticleVersion
from kientoan.rules.news import State, Step, follow
from kientoan.rules.vntext import tidy

LONGEST_TITLE, LONGEST_LEAD, LONGEST_BODY, LONGEST_BYLINE, LONGEST_CAPTION, LONGEST_ADDRESS = 160, 500, 30_000, 120, 300, 300
MOST_PICTURES = 8
SMALL_SIDE = 640
"""Pixels of the longer side of the picture that lists and phones fetch."""
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class PictureText:
    """What is said of a picture.

    Parameters:
        picture_id: one that the article has; 0 for a new one.
        alt: what somebody who does not see it would be told; needed.
        caption: printed below it.
        sent: name and bytes of a new one, as they were sent; None for one that it has.
    """

    picture_id: int
    alt: str
    caption: str = ""
    alt_en: str = ""
    caption_en: str = ""
    sent: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Text:
    """The words of a piece of news.

    Parameters:
        title, lead: needed; body: CommonMark without HTML.
        byline: who wrote and photographed, as it is printed.
        day: what it is about.
        title_en, lead_en, body_en: all three, or none.
        video: an https address; captions: whether and where the video has captions, needed with one.
        pictures: those that the article keeps, in order, and new ones.
        related: ids of other articles.
    """

    title: str
    lead: str
    body: str
    byline: str
    topic: str
    day: date
    title_en: str = ""
    lead_en: str = ""
    body_en: str = ""
    video: str = ""
    captions: str = ""
    pictures: tuple[PictureText, ...] = ()
    related: tuple[int, ...] = ()


def https_address(text: str, place: str) -> str:
    """A link that may be shown: with https, a host and nobody's password; empty for none.

    Raises:
        Refusal: at ``place``, for anything else.
    """
    typed = text.strip()
    if not typed:
        return ""
    try:
        parts = urlsplit(typed)
        ok = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username and not any(ch.isspace() or ch in "<>\"'\\" for ch in typed)
    except ValueError:
        ok = False
    if not ok or len(typed) > LONGEST_ADDRESS:
        raise Refusal(_("Địa chỉ phải bắt đầu bằng https:// và dài không quá %(most)s chữ cái. Chép lại địa chỉ từ trình duyệt.") % {"most": LONGEST_ADDRESS}, place=place)
    return typed


def _body(text: str) -> str:
    """A text as it was typed, with one kind of line end and without control characters."""
    return "".join(ch for ch in text.replace("\r\n", "\n").replace("\r", "\n") if ch in "\n\t" or ch.isprintable()).strip()


def _words(text: Text) -> dict[str, Any]:
    """The words as a version keeps them.

    Raises:
        Refusal: at the field that it is about.
    """
    english = [tidy(text.title_en), tidy(text.lead_en), _body(text.body_en)]
    if any(english) and not all(english):
        missing = ("title_en", "lead_en", "body_en")[[bool(each) for each in english].index(False)]
        raise Refusal(_("Bản tiếng Anh cần đủ tiêu đề, lời dẫn và bài. Điền nốt, hoặc để trống cả ba."), place=missing)
    video, captions = https_address(text.video, "video"), tidy(text.captions)
    if video and not captions:
        raise Refusal(_("Ghi video có phụ đề hay không, đọc lời ở đâu. Người không nghe được cần biết."), place="captions")
    return {
        "topic": NewsTopic(text.topic).value, "occurred_on": text.day,
        "title": at_most(needed(text.title, _("Ghi tiêu đề."), "title"), LONGEST_TITLE, "title"), "lead": at_most(needed(text.lead, _("Ghi lời dẫn."), "lead"), LONGEST_LEAD, "lead"),
        "body": at_most(needed_lines(text.body), LONGEST_BODY, "body"), "byline": at_most(needed(text.byline, _("Ghi ai viết bài, ai chụp ảnh."), "byline"), LONGEST_BYLINE, "byline"),
        "title_en": at_most(english[0], LONGEST_TITLE, "title_en"), "lead_en": at_most(english[1], LONGEST_LEAD, "lead_en"), "body_en": at_most(english[2], LONGEST_BODY, "body_en"),
        "video": video, "captions": at_most(captions, 200, "captions") if video else ""}


def needed_lines(text: str) -> str:
    """The body, which may not be empty."""
    found = _body(text)
    if not found:
        raise Refusal(_("Viết bài."), place="body")
    return found


def _pictures(article: Article, pictures: tuple[PictureText, ...]) -> list[dict[str, Any]]:
    """Keep the new pictures in both sizes, and say which the version has.

    Raises:
        Refusal: at ``alt`` or ``alt_<id>``, ``file``, for a picture without words or that is none.
    """
    if len(pictures) > MOST_PICTURES:
        raise Refusal(_("Mỗi bài nhiều nhất %(most)s ảnh. Bỏ bớt.") % {"most": MOST_PICTURES}, place="file")
    own = set(ArticlePicture.objects.filter(article=article).values_list("pk", flat=True))
    taken = []
    for each in pictures:
        where = "" if each.sent else f"_{each.picture_id}"
        if not tidy(each.alt):
            raise Refusal(_("Tả ảnh bằng một câu cho người không nhìn thấy."), place=f"alt{where}")
        said = {name: at_most(tidy(getattr(each, name)), LONGEST_CAPTION, f"{name}{where}") for name in ("alt", "caption", "alt_en", "caption_en")}
        accepted = files.accept(*each.sent) if each.sent else None
        if accepted is not None and not accepted.is_photo:
            raise Refusal(_("Chỉ nhận ảnh JPEG, PNG hoặc WebP. Chụp hoặc chọn ảnh khác."), place="file")
        if accepted is None and each.picture_id not in own:
            raise Refusal(_("Ảnh này không thuộc bài. Mở lại trang rồi làm lại."), place="file")
        taken.append((each.picture_id, accepted, said))
    found = []
    for number, accepted, said in taken:
        picture_id = number
        if accepted is not None:
            small = files.smaller(accepted, SMALL_SIDE)
            (width, height), (small_width, small_height) = files.size_of(accepted.content), files.size_of(small.content)
            picture_id = ArticlePicture.objects.create(article=article, file=files.keep(accepted), small=files.keep(small), width=width, height=height, small_width=small_width,
                                                       small_height=small_height).pk
        found.append({"picture": picture_id, **said})
    return found


def _unit_name(unit_id: int, day: date) -> str:
    return names_of([unit_id], day).get(unit_id, "")


def _held(act: Act, article_id: int, version_id: int | None = None) -> tuple[Article, ArticleVersion]:
    """An article, locked, with what is believed of it; the actor may act on it. What is due meanwhile is published first.

    Raises:
        NotFound, NotAllowed: when there is none, or the actor has not the right there.
        Refusal: when it is no longer as the actor saw it.
    """
    article = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise news.no_such_article()
    act.ask([article.unit_id])
    _publish_due(act)
    article.refresh_from_db()  # it may have been due itself
    version = ArticleVersion.objects.known().get(article=article)
    if version_id is not None and version.pk != version_id:
        raise Refusal(_("%(name)s đã sửa tin này lúc %(time)s. Mở lại trang để thấy bản mới rồi làm lại.") % {"name": version.by, "time": f"{version.recorded_at.astimezone(clock.ZONE):%H:%M %d/%m/%Y}"})
    return article, version


_NOT_FROM: Mapping[Step, Any] = {
    Step.REVISE: gettext_lazy("Tin này %(state)s: người viết chỉ sửa được khi tin đang viết. Nhờ biên tập viên sửa hoặc trả lại."),
    Step.SUBMIT: gettext_lazy("Tin này %(state)s, không gửi được nữa. Mở lại trang."),
    Step.EDIT: gettext_lazy("Tin này %(state)s: người viết chưa gửi. Chờ gửi rồi sửa."),
    Step.CLEAR: gettext_lazy("Tin này %(state)s. Chỉ tin chờ biên tập mới chuyển duyệt được."),
    Step.RETURN: gettext_lazy("Tin này %(state)s, không trả lại được. Mở lại trang."),
    Step.PUBLISH: gettext_lazy("Tin này %(state)s. Chỉ đăng được tin chờ duyệt, đã hẹn giờ hoặc đã rút."),
    Step.SCHEDULE: gettext_lazy("Tin này %(state)s. Chỉ hẹn giờ được tin chờ duyệt, đã hẹn giờ hoặc đã rút."),
    Step.WITHDRAW: gettext_lazy("Tin này %(state)s rồi."),
}


def _step(act: Act, version: ArticleVersion, step: Step, **changes: Any) -> ArticleVersion:
    """The next version, in the state to which a step leads.

    Raises:
        Refusal: where it does not lead from the state of this one.
    """
    state = follow(step, State(version.state))
    if state is None:
        raise Refusal(str(_NOT_FROM[step]) % {"state": NewsState(version.state).label})
    return correct(version, at=act.at, **{"state": state.value, "by": act.actor.name, "reason": "", "publish_at": None, **changes})


def _enter(act: Act, article: Article, version: ArticleVersion) -> None:
    act.enter(unit=_unit_name(article.unit_id, act.today), day=act.today, detail={"article": article.pk, "version": version.pk, "state": version.state, "title": version.title})


def _show(act: Act, article: Article, version: ArticleVersion) -> None:
    """Put a published version before the public."""
    unit = _unit_name(article.unit_id, act.today)
    if article.reference is None:
        article.reference = news.slug_of(version.title, article.pk)
        Article.objects.filter(pk=article.pk).update(reference=article.reference)
    first = ArticleVersion.objects.filter(article=article, state=NewsState.PUBLISHED).order_by("recorded_at", "pk")[0]
    kept = [file for each, _said in news.pictures_of(version) for file in (each.file, each.small)]
    entries.write(act, EntryKind.NEWS, article.reference, unit_id=article.unit_id, day=version.occurred_on, content=news.content_of(version, unit),
                  search=news.words_of(version, unit), topic=version.topic, pictures=kept, published_at=first.recorded_at)


def _publish(act: Act, article: Article, version: ArticleVersion) -> ArticleVersion:
    done = _step(act, version, Step.PUBLISH)
    _show(act, article, done)
    return done


def _publish_due(act: Act) -> list[int]:
    """Publish what was scheduled for an hour that has come; the publisher's act was to schedule it."""
    done = []
    for article in Article.objects.select_for_update().filter(pk__in=news.due(act.at)).order_by("pk"):
        version = ArticleVersion.objects.known().get(article=article)
        state = follow(Step.PUBLISH, State(version.state))
        assert state is not None  # noqa: S101  # it is scheduled
        _show(act, article, correct(version, at=act.at, state=state.value, reason=""))
        done.append(article.pk)
    return done


@operation(title=gettext_lazy("Viết tin"), right=Right.WRITE_NEWS)
def write_article(act: Act, *, unit_id: int, text: Text) -> int:
    """Begin a piece of news of a unit; nobody but those who write and edit for the unit sees it.

    Returns:
        its id.

    Raises:
        Refusal: at the field that it is about.
        NotAllowed: when the actor writes none for the unit.
    """
    act.ask([unit_id])
    words = _words(text)
    article = Article.objects.create(unit_id=unit_id)
    version = record(ArticleVersion, at=act.at, article_id=article.pk, state=NewsState.DRAFT.value, by=act.actor.name, related=_related(article, text),
                     pictures=_pictures(article, text.pictures), **words)
    _enter(act, article, version)
    return article.pk


def _related(article: Article, text: Text) -> list[int]:
    return sorted(set(text.related) - {article.pk})[:news.MOST_RELATED]


def _rewrite(act: Act, step: Step, article_id: int, version_id: int, text: Text) -> None:
    article, version = _held(act, article_id, version_id)
    if follow(step, State(version.state)) is None:
        _step(act, version, step)
    words = _words(text)
    made = _step(act, version, step, **words, pictures=_pictures(article, text.pictures), related=_related(article, text))
    _enter(act, article, made)


@operation(title=gettext_lazy("Sửa tin đang viết"), right=Right.WRITE_NEWS)
def revise_article(act: Act, *, article_id: int, version_id: int, text: Text) -> None:
    """Write a draft anew.

    Parameters:
        version_id: the version that the writer saw.

    Raises:
        Refusal: at a field, when it is no draft, or when somebody changed it meanwhile.
        NotFound, NotAllowed: when it is not there or not the actor's.
    """
    _rewrite(act, Step.REVISE, article_id, version_id, text)


@operation(title=gettext_lazy("Gửi tin cho biên tập"), right=Right.WRITE_NEWS)
def submit_article(act: Act, *, article_id: int) -> None:
    """Hand a draft to the editors.

    Raises:
        Refusal, NotFound, NotAllowed: when it is no draft, not there, or not the actor's.
    """
    article, version = _held(act, article_id)
    _enter(act, article, _step(act, version, Step.SUBMIT))


@operation(title=gettext_lazy("Biên tập tin"), right=Right.EDIT_NEWS)
def edit_article(act: Act, *, article_id: int, version_id: int, text: Text) -> None:
    """Edit what was submitted, or what was published; it then waits for a publisher. What is public stays as it is until then.

    Raises:
        Refusal: at a field, when it is a draft, or when somebody changed it meanwhile.
        NotFound, NotAllowed: when it is not there or not the actor's.
    """
    _rewrite(act, Step.EDIT, article_id, version_id, text)


@operation(title=gettext_lazy("Chuyển tin sang chờ duyệt đăng"), right=Right.EDIT_NEWS)
def pass_article(act: Act, *, article_id: int) -> None:
    """Say that what was submitted is ready for a publisher, as it is.

    Raises:
        Refusal, NotFound, NotAllowed: when it was not submitted, is not there, or not the actor's.
    """
    article, version = _held(act, article_id)
    _enter(act, article, _step(act, version, Step.CLEAR))


@operation(title=gettext_lazy("Trả tin cho người viết"), right=Right.EDIT_NEWS)
def return_article(act: Act, *, article_id: int, reason: str) -> None:
    """Give a piece back to its writer, with the reason.

    Raises:
        Refusal, NotFound, NotAllowed: without a reason, when it cannot go back, is not there, or not the actor's.
    """
    article, version = _held(act, article_id)
    _enter(act, article, _step(act, version, Step.RETURN, reason=reason_given(reason)))


@operation(title=gettext_lazy("Đăng tin lên cổng"), right=Right.PUBLISH)
def publish_article(act: Act, *, article_id: int) -> str:
    """Put a piece before the public, at once; also one that was withdrawn.

    Returns:
        what its address ends in.

    Raises:
        Refusal, NotFound, NotAllowed: when it is not ready or public already, is not there, or not the actor's.
    """
    article, version = _held(act, article_id)
    done = _publish(act, article, version)
    _enter(act, article, done)
    return article.reference or ""


@operation(title=gettext_lazy("Hẹn giờ đăng tin"), right=Right.PUBLISH)
def schedule_article(act: Act, *, article_id: int, publish_at: datetime) -> None:
    """Have a piece published by itself at a moment: by the job that runs every minute, or by whatever is done with news before it.

    Raises:
        Refusal: for a moment that has passed or is more than a year away; and as ``publish_article``.
        NotFound, NotAllowed: when it is not there or not the actor's.
    """
    if publish_at <= act.at:
        raise Refusal(_("Giờ hẹn đã qua. Chọn giờ sau bây giờ, hoặc đăng ngay."), place="publish_at")
    if publish_at > act.at + FURTHEST:
        raise Refusal(_("Giờ hẹn cách quá một năm. Chọn ngày gần hơn."), place="publish_at")
    article, version = _held(act, article_id)
    _enter(act, article, _step(act, version, Step.SCHEDULE, publish_at=publish_at))


@operation(title=gettext_lazy("Rút tin khỏi cổng"), right=Right.PUBLISH)
def withdraw_article(act: Act, *, article_id: int, reason: str) -> None:
    """Take a piece from the public: its page, its place in lists and in the search, its pictures, at once. A draft or a scheduled piece is laid aside.

    Raises:
        Refusal, NotFound, NotAllowed: without a reason, when it was withdrawn already, is not there, or not the actor's.
    """
    article, version = _held(act, article_id)
    done = _step(act, version, Step.WITHDRAW, reason=reason_given(reason))
    if article.reference is not None:
        entries.take_away(act, EntryKind.NEWS, article.reference)
    _enter(act, article, done)


def withdraw_naming(act: Act, person_id: int, reason: str) -> list[str]:
    """Take from the public whatever has the name of a person in its text, inside the operation that hides the name (PV-06); an editor leaves the name out, and it is published again.

    Returns:
        the titles.
    """
    in_operation()
    found = news.naming(person_id)
    for article in Article.objects.select_for_update().filter(pk__in=[number for number, _title in found]).order_by("pk"):
        _step(act, ArticleVersion.objects.known().get(article=article), Step.WITHDRAW, reason=reason)
        if article.reference is not None:
            entries.take_away(act, EntryKind.NEWS, article.reference)
    return [title for _number, title in found]


@operation(title=gettext_lazy("Đăng tin đã đến giờ hẹn"), right=Right.PUBLISH)
def publish_due(act: Act) -> int:
    """Publish every piece whose hour has come; the machine's own act, over the whole tree.

    Returns:
        how many.
    """
    act.ask([])
    done = _publish_due(act)
    act.enter(day=act.today, count=len(done), detail={"articles": done})
    return len(done)
