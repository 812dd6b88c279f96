"""What a change of the tree means for what the public sent, and for what of a unit is public."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.publishing import steady
from kientoan.publishing.models import (
    AccountQuestion,
    CallAnswer,
    Channel,
    Hotline,
    PhoneCall,
    QuestionAnswer,
    Sending,
    SendingAnswer,
    StandingPublication,
)
from kientoan.rules.periods import OPEN_END

CHUNK = 500
LASTING: Sequence[type[StandingPublication] | type[Hotline] | type[Channel]] = (StandingPublication, Hotline, Channel)


class PublishingParticipant:
    """A letter, a question and a call stay with the unit that they came to: whoever keeps what took that unit over, or stands above it, answers. Before a unit simply ends,
    what waits is answered. News stays with the unit for ever; its standing publications, hotlines and channels end with it: whoever takes it over says its own."""

    models: Sequence[str] = ("publishing.Sending", "publishing.AccountQuestion", "publishing.PhoneCall", "publishing.Article", "publishing.StandingPublication", "publishing.Hotline", "publishing.Channel")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        lines: list[Consequence] = []
        units, answered = sorted(change.units), SendingAnswer.objects.known().values("sending")
        parts = [units[start:start + CHUNK] for start in range(0, len(units), CHUNK)]
        if change.kind is Kind.DISSOLVE:
            if waiting := sum(Sending.objects.filter(unit__in=part).exclude(pk__in=answered).count() for part in parts):
                lines.append(Consequence(Fate.NEEDS_PERSON, _("Còn %(n)s thư của dân chưa trả lời; trả lời trước") % {"n": waiting}, waiting))
            if asked := sum(AccountQuestion.objects.filter(unit__in=part).exclude(pk__in=QuestionAnswer.objects.known().values("question")).count() for part in parts):
                lines.append(Consequence(Fate.NEEDS_PERSON, _("Còn %(n)s câu hỏi về sổ đóng góp chưa trả lời; trả lời trước") % {"n": asked}, asked))
            if calls := sum(PhoneCall.objects.filter(unit__in=part).exclude(pk__in=CallAnswer.objects.known().values("call")).count() for part in parts):
                lines.append(Consequence(Fate.NEEDS_PERSON, _("Còn %(n)s cuộc gọi chưa trả lời; trả lời trước") % {"n": calls}, calls))
        if ending := sum(len(self._lasting(model, change)) for model in LASTING):
            lines.append(Consequence(Fate.CLOSES, _("Mục công bố thường xuyên, đường dây nóng, kênh của đơn vị thôi hiện trên cổng: %(n)s") % {"n": ending}, ending))
        return lines

    @staticmethod
    def _lasting(model: type[StandingPublication] | type[Hotline] | type[Channel], change: Change) -> list[StandingPublication | Hotline | Channel]:
        units = sorted(change.units)
        return [fact for start in range(0, len(units), CHUNK) for fact in model.objects.known().filter(unit__in=units[start:start + CHUNK], valid_to__gt=change.on)]

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        act, count = in_operation(), 0
        for model in LASTING:
            facts = self._lasting(model, change)
            end_many(facts, at=act.at, on=change.on, decision=change.decision_id)
            count += len(facts)
            if change.on <= act.today:  # one to come is taken away by the daily work on its day
                for fact in facts:
                    if isinstance(fact, StandingPublication):
                        steady.take_away(act, fact)
        return count

    def restore(self, change: Change) -> int:
        act, count = in_operation(), 0
        for model in LASTING:
            facts = list(model.objects.known().filter(unit__in=change.units, valid_to=change.on))
            correct_many([(fact, {"valid_to": OPEN_END, "decision": None}) for fact in facts], at=act.at)
            count += len(facts)
        return count
