"""Persons whom the key may see, as of a day: who they are, the posts they hold and held, their membership of the Party; and new ones."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import BaseModel, Field

from kientoan.api.asking import UnitListAsked, day_of, is_id, is_sort_key, read_place, staff_unit, write_place
from kientoan.api.endpoint import endpoint
from kientoan.api.fields import (
    MOST_ROWS,
    PARTIAL,
    Asked,
    BodyId,
    Day,
    Decision,
    Id,
    Input,
    Name,
    PartialDay,
    Short,
    Words,
    cited,
    write_partial,
)
from kientoan.api.keys import ApiRequest
from kientoan.core import clock, reads
from kientoan.core.refusal import NotFound
from kientoan.org import queries as org_queries
from kientoan.org.enums import TokenScope
from kientoan.people import queries
from kientoan.people.enums import (
    DatePrecision,
    HoldingEnd,
    MembershipEnd,
    MemberStage,
    Obtained,
    PostKind,
    QualificationField,
    QualificationLevel,
    Sex,
)
from kientoan.people.operations import NewMembership, NewPerson, Profile, register_persons
from kientoan.people.queries import PersonRecord, PersonRow, PersonSpot
from kientoan.rules.persons import Birth

router = Router(tags=["persons"])
NAMES = {"sex": "gender", "born_on": "birth_date"}
"""What the record calls a field, and what the API calls it."""
PAGE = "api"


class PersonTie(BaseModel):
    """What ties a person to an organisation on the day: a post, or a membership of the Party."""

    organization_id: int
    organization_name: str
    role: str = Field(description="What they are there, in words.")


class NamedPerson(BaseModel):
    """A person with what tells namesakes apart."""

    id: int
    name: str
    birth_date: str | None = Field(description="As much of it as is known: a day, a month or a year.", json_schema_extra={"pattern": PARTIAL})
    birth_precision: DatePrecision | None = Field(description="How much of it is known.")


class PersonListed(NamedPerson):
    """A person in a list."""

    ties: list[PersonTie]


class PersonList(BaseModel):
    """A page of persons."""

    as_of: date
    items: list[PersonListed]
    next_cursor: str | None = Field(description="Hand it back as `cursor` for the next page; null at the end.")


class OtherName(BaseModel):
    """What a person was called before."""

    name: str
    end_date: date = Field(description="The day from which it was no longer the name.")


class PersonMembership(BaseModel):
    """A post that the person holds or held."""

    id: str = Field(description="The identity of this holding; `POST /posts/end` takes it.", json_schema_extra={"format": "uuid"})
    organization_id: int
    organization_name: str
    classification: PostKind = Field(description="Which post of the organisation.")
    role: str = Field(description="What the post is called there.")
    start_date: date
    end_date: date | None = Field(description="The day from which they no longer hold it; null while they do.")
    obtained: Obtained = Field(description="How it was obtained.")
    term_ends_on: date | None
    term_label: str | None
    end_reason: HoldingEnd | None
    decision: str | None = Field(description="The paper that gave it.")
    end_decision: str | None = Field(description="The paper that took it.")
    unconfirmed: bool


class PartyMembership(BaseModel):
    """A membership of the Party in one organisation."""

    organization_id: int
    organization_name: str
    stage: MemberStage
    admitted_on: date | None
    official_on: date | None
    start_date: date
    end_date: date | None
    end_reason: MembershipEnd | None


class PersonQualification(BaseModel):
    """A qualification in force on the day."""

    field: QualificationField
    level: QualificationLevel
    start_date: date


class PersonDetail(NamedPerson):
    """What is known of a person on the day. Sensitive parts pass through no key; `hidden` names them."""

    other_names: list[OtherName]
    gender: Sex | None
    home_place: str | None
    phone: str | None
    member_card: str | None
    memberships: list[PersonMembership] = Field(description="Posts, those held on the day first.")
    party_memberships: list[PartyMembership] = Field(description="Newest first.")
    qualifications: list[PersonQualification]
    unconfirmed: bool
    hidden: list[str] = Field(description="What there may be of the person that the key may not read.")


class PersonsAsked(UnitListAsked):
    """Which persons; all whom the key may see when nothing is named."""

    q: Words = Field("", description="Words of the name, now or once, with or without diacritics; or the number of a member's card.")


class QualificationBody(Input):
    """How far somebody's schooling, profession or study goes."""

    field: QualificationField
    level: QualificationLevel


class PartyMembershipBody(Input):
    """The Party organisation that somebody is in."""

    organization_id: BodyId
    stage: MemberStage = MemberStage.OFFICIAL
    admitted_on: Day | None = None
    official_on: Day | None = None
    start_date: Day | None = Field(None, description="Since when in this organisation; the admission's day when left out.")


class PersonBody(Input):
    """A person to enter."""

    organization_id: BodyId = Field(description="The unit that enters the record.")
    name: Name = Field(description="The full name.")
    birth_date: PartialDay | None = Field(None, description="As much of it as is known.")
    gender: Sex | None = None
    home_place: Words = ""
    phone: Short = ""
    member_card: Short = ""
    start_date: Day | None = Field(None, description="Since when this is known to be so; the birth when left out.")
    qualifications: list[QualificationBody] = Field(default_factory=list, max_length=len(QualificationField))
    party_membership: PartyMembershipBody | None = None


class PersonsBody(Input):
    """Persons to enter, one or a whole list; all or none."""

    rows: list[PersonBody] = Field(min_length=1, max_length=MOST_ROWS)
    decision: Decision | None = None
    namesakes: bool = Field(False, description="Whether to enter somebody of a name that another born the same year has. It is refused otherwise, "
                                               "so that a request sent twice enters nobody twice.", strict=True)


class PersonsAnswer(BaseModel):
    """Who was entered."""

    ids: list[int] = Field(description="The identity of each, in the order of the rows.")
    warnings: list[str] = Field(description="What is to be looked at though it stands, as sentences.")


def _named(person_id: int, name: str, born: Birth | None) -> NamedPerson:
    return NamedPerson(id=person_id, name=name, birth_date=write_partial(born) if born else None,
                       birth_precision=DatePrecision(born.precision.value) if born else None)


def _listed(row: PersonRow) -> PersonListed:
    ties = [PersonTie(organization_id=each.unit_id, organization_name=each.unit, role=each.title) for each in row.ties]
    return PersonListed(**_named(row.person_id, row.name, row.born).model_dump(), ties=ties)


def _detail(record: PersonRecord) -> PersonDetail:
    return PersonDetail(
        **_named(record.person_id, record.name, record.born).model_dump(),
        other_names=[OtherName(name=name, end_date=until) for name, until in record.former_names],
        gender=Sex(record.sex) if record.sex else None, home_place=record.home_place or None, phone=record.phone or None, member_card=record.member_card or None,
        memberships=[PersonMembership(
            id=str(each.fact_id), organization_id=each.unit_id, organization_name=each.unit, classification=PostKind(each.kind), role=each.title,
            start_date=each.since, end_date=each.until, obtained=Obtained(each.obtained), term_ends_on=each.term_ends_on, term_label=each.term_label or None,
            end_reason=HoldingEnd(each.end_reason) if each.end_reason else None, decision=each.decision or None, end_decision=each.end_decision or None,
            unconfirmed=each.unconfirmed) for each in record.posts],
        party_memberships=[PartyMembership(
            organization_id=each.unit_id, organization_name=each.unit, stage=MemberStage(each.stage), admitted_on=each.admitted_on,
            official_on=each.official_on, start_date=each.since, end_date=each.until,
            end_reason=MembershipEnd(each.end_reason) if each.end_reason else None) for each in record.memberships],
        qualifications=[PersonQualification(field=QualificationField(each.field), level=QualificationLevel(each.level), start_date=each.since)
                        for each in record.qualifications],
        unconfirmed=record.unconfirmed, hidden=sorted(NAMES.get(name, name) for name in record.hidden))


@endpoint(router, "GET", "", title=gettext_lazy("Tìm và liệt kê người"), scope=TokenScope.PERSONS_READ, answer=PersonList)
def list_persons(request: ApiRequest, asked: Query[PersonsAsked]) -> PersonList:
    """The persons whom the key may see, in the order of given name and identity: of a name, or tied to a unit, to those below it and, for
    an organisation, to the areas that it covers."""
    unit = staff_unit(request.auth, asked) if asked.unit is not None or asked.unit_id is not None else None
    place = read_place(asked.cursor, is_sort_key, is_id)
    page = queries.page_of_persons(request.auth, day_of(asked), known_at=asked.known_at, query=asked.q.strip(), unit=unit,
                                   after=PersonSpot(str(place[0]), int(place[1])) if place else None, limit=asked.limit)
    return PersonList(as_of=day_of(asked), items=[_listed(row) for row in page.rows],
                      next_cursor=write_place([page.after.sort_key, page.after.person_id] if page.after else None))


@endpoint(router, "GET", "/{int:person_id}", title=gettext_lazy("Một người"), scope=TokenScope.PERSONS_READ, answer=PersonDetail)
def get_person(request: ApiRequest, person_id: Id, asked: Query[Asked]) -> PersonDetail:
    """What is known of a person on the day. That it was read, by which account and through a key, is written down and shown on the person's page."""
    record = queries.person_record(request.auth, person_id, day_of(asked), asked.known_at)
    if record is None:
        raise NotFound(_("Không có người này, hoặc hồ sơ nằm ngoài phạm vi được xem."))
    reads.note(request.auth, subject=f"person:{person_id}", page=PAGE)
    return _detail(record)


def _new(number: int, row: PersonBody) -> NewPerson:
    member = row.party_membership
    return NewPerson(
        str(number), row.organization_id, Profile(row.name, row.gender or "", row.birth_date, row.home_place, "", row.phone, row.member_card), row.start_date,
        tuple((each.field, each.level) for each in row.qualifications),
        NewMembership(member.organization_id, member.stage, member.admitted_on, member.official_on, member.start_date) if member else None)


@endpoint(router, "POST", "", title=gettext_lazy("Thêm người"), scope=TokenScope.PERSONS_WRITE, answer=PersonsAnswer, status=201)
def post_persons(request: ApiRequest, body: PersonsBody) -> PersonsAnswer:
    """Enter persons, one or a whole list, with one entry in the journal. Two of one name are two; nobody is merged."""
    members = [row.party_membership.organization_id for row in body.rows if row.party_membership]
    org_queries.refuse_unseen(request.auth, [*(row.organization_id for row in body.rows), *members], clock.today())
    done = register_persons(request.auth, rows=[_new(number, row) for number, row in enumerate(body.rows)], decision=cited(body.decision),
                            namesakes=body.namesakes)
    return PersonsAnswer(ids=[done.ids[str(number)] for number in range(len(body.rows))], warnings=list(done.warnings))
