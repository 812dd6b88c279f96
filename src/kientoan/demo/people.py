"""Who holds which post, from 2016 to the reform: cells, hamlets and commune committees of the story.

From the article: five hamlets of Dương Thành whose cell secretary is hamlet head, 63 % of Phú Bình's cells with
a hamlet head who is a member, a share that rose each year from 2016 to 2020, and in Nam Thái of Tân Cương a
deputy secretary who is hamlet head. Every person and every other day is invented.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kientoan.core.decisions import Citation
from kientoan.demo.cast import Cast, Part
from kientoan.demo.stage import ACTOR, on, organization_with_code, table
from kientoan.demo.timetable import SEED
from kientoan.people.enums import HoldingEnd, MemberStage, Obtained, PostKind
from kientoan.people.operations import (
    EndRow,
    MemberMove,
    NewHolding,
    NewMembership,
    NewPerson,
    NewPost,
    admit_members,
    confirm_members,
    end_holdings,
    establish_posts,
    fill_posts,
    register_persons,
    set_concurrency_target,
)

BEGINS, ENTERED = date(2016, 1, 1), date(2016, 1, 5)
CELLS_2017, HEADS_2018 = date(2017, 5, 20), date(2018, 6, 20)
CELLS_2020, HEADS_2020 = date(2020, 3, 6), date(2020, 12, 20)
REFORM = date(2025, 7, 1)
DUONG_THANH, PHU_BINH, TAN_CUONG = "05965", "173", "05503"
NAM_THAI = "05503/Xóm Nam Thái"
ADMITTED = {2016: 4, 2017: 5, 2018: 6, 2019: 7, 2020: 8}
"""How many of Dương Thành's ten hamlet heads are members by June of each year."""
SAME_IN_DUONG_THANH = 5
MEMBER_HEADS = 126
"""Of Phú Bình's 200 cells that cover a hamlet: 63 %."""
OFFICERS, NEWCOMERS = 13, 5
COMMITTEE_KINDS = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.STANDING_BOARD_MEMBER, PostKind.COMMITTEE_MEMBER,
                   PostKind.INSPECTION_HEAD, PostKind.COMMITTEE_CHAIR, PostKind.COUNCIL_CHAIR)


@dataclass
class _Hamlet:
    """A hamlet with the cell that covers it.

    Parameters:
        lead: whether it is the first hamlet of its cell.
    """

    key: str
    commune: str
    cell: str
    unit_id: int
    cell_id: int
    lead: bool


@dataclass
class Story:
    """What the chapters hand on: persons by key, and the version of whoever holds a seat.

    Parameters:
        by_election: posts that an election of the story fills, on its approval.
        until_recognised: those of them whose holder goes on until then.
    """

    ids: dict[str, int]
    hamlets: list[_Hamlet] = field(default_factory=list)
    persons: dict[str, int] = field(default_factory=dict)
    held: dict[tuple[int, PostKind, int], int] = field(default_factory=dict)
    by_election: set[tuple[int, PostKind]] = field(default_factory=set)
    until_recognised: set[tuple[int, PostKind]] = field(default_factory=set)

    def fill(self, rows: Sequence[NewHolding], decision: Citation | None = None) -> None:
        """Fill posts and remember the versions."""
        filled = fill_posts(ACTOR, rows=rows, decision=decision)
        for row, version in zip(rows, filled.versions, strict=True):
            self.held[row.unit_id, row.kind, row.person_id] = version

    def end(self, keys: Sequence[tuple[int, PostKind, int]], day: date, reason: HoldingEnd = HoldingEnd.TERM_OVER) -> None:
        """End holdings."""
        end_holdings(ACTOR, rows=[EndRow(self.held.pop(key), day, reason) for key in keys])

    def turn_over(self, rows: Sequence[NewHolding], kinds: Sequence[PostKind], day: date) -> None:
        """A new term: what stood of these kinds ends, and the rows begin; what an election of the story fills waits for its approval."""
        units = {row.unit_id for row in rows}
        self.end([key for key in self.held if key[1] in kinds and key[0] in units and key[:2] not in self.until_recognised], day)
        self.fill([row for row in rows if (row.unit_id, row.kind) not in self.by_election])


def tell(ids: dict[str, int]) -> Story:
    """Posts and persons up to the season of 2020."""
    story = Story(ids)
    _hamlets(story)
    with on(ENTERED, 8):
        establish_posts(ACTOR, rows=_posts(story), on=BEGINS)
        story.persons = register_persons(ACTOR, rows=_persons(story)).ids
        story.fill([*_cell_holdings(story, BEGINS, "2014–2017", date(2017, 5, 31)), *_head_holdings(story, BEGINS, date(2018, 6, 30))])
    _admissions(story)
    with on(CELLS_2017, 17):
        story.turn_over(_cell_holdings(story, CELLS_2017, "2017–2020", date(2020, 3, 31)), (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMITTEE_MEMBER), CELLS_2017)
    with on(HEADS_2018, 17):
        story.turn_over(_head_holdings(story, HEADS_2018, HEADS_2020), (PostKind.HAMLET_HEAD, PostKind.FRONT_HEAD), HEADS_2018)
    return story


def elect_cells_2020(story: Story) -> None:
    """The cells' congresses of early 2020: in Dương Thành five hamlet heads become secretaries."""
    with on(CELLS_2020, 17):
        story.turn_over(_cell_holdings(story, CELLS_2020, "2020–2022", date(2022, 12, 31), united=True),
                        (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMITTEE_MEMBER), CELLS_2020)


def committees_of_2015(story: Story) -> None:
    """The committees of the communes elected in 2015, and everyone who will stand in 2020."""
    cast = Cast(SEED + 20)
    posts: list[NewPost] = []
    persons: list[NewPerson] = []
    for commune, unit in _communes(story):
        posts += [NewPost(unit, PostKind.SECRETARY), NewPost(unit, PostKind.DEPUTY_SECRETARY, 2), NewPost(unit, PostKind.STANDING_BOARD_MEMBER, 4),
                  NewPost(unit, PostKind.COMMITTEE_MEMBER, OFFICERS), NewPost(unit, PostKind.INSPECTION_HEAD),
                  NewPost(story.ids[commune], PostKind.COMMITTEE_CHAIR), NewPost(story.ids[commune], PostKind.COUNCIL_CHAIR)]
        for number in range(OFFICERS + NEWCOMERS):
            admitted = date(1995 + number % 15, 5, 19)
            persons.append(cast.person(f"{commune}/cb-{number}", unit, Part((1962, 1988), 1, 22), membership=membership(story.ids[f"cell-{commune}-office"], admitted)))
    with on(ENTERED, 14):
        establish_posts(ACTOR, rows=posts, on=BEGINS)
        story.persons |= register_persons(ACTOR, rows=persons).ids
        story.fill([row for commune, unit in _communes(story) for row in _committee(story, commune, unit, 0, BEGINS, "2015–2020", date(2020, 6, 30))])


def committees_of_2020(story: Story, held: dict[str, date]) -> None:
    """The committees that the congresses of 2020 elected.

    Parameters:
        held: the closing day of each commune's congress, by code.
    """
    on_day: defaultdict[date, list[tuple[str, int]]] = defaultdict(list)
    for commune, unit in _communes(story):
        on_day[held[commune]].append((commune, unit))
    for day in sorted(on_day):
        with on(day, 18):
            rows = [row for commune, unit in on_day[day] for row in _committee(story, commune, unit, NEWCOMERS, day, "2020–2025", date(2025, 6, 30))]
            story.turn_over(rows, COMMITTEE_KINDS, day)


def _communes(story: Story) -> list[tuple[str, int]]:
    return [(commune, story.ids[f"tccs-{commune}"]) for commune in sorted({hamlet.commune for hamlet in story.hamlets})]


def after_2020(story: Story) -> None:
    """The hamlets' election of December 2020."""
    with on(HEADS_2020, 17):
        story.turn_over(_head_holdings(story, HEADS_2020, date(2023, 6, 20)), (PostKind.HAMLET_HEAD, PostKind.FRONT_HEAD), HEADS_2020)


def after_reform(story: Story) -> None:
    """Two of the new communes get their leaders by appointment (CG-07)."""
    with on(REFORM, 9):
        rows = []
        for code, commune in (("05953", DUONG_THANH), ("05611", "05629")):
            unit = organization_with_code(code, REFORM)
            establish_posts(ACTOR, rows=[NewPost(unit, PostKind.SECRETARY), NewPost(unit, PostKind.DEPUTY_SECRETARY, 2)], on=REFORM)
            rows += [NewHolding(unit, PostKind.SECRETARY, story.persons[f"{commune}/cb-5"], REFORM, Obtained.APPOINTED, date(2030, 6, 30), "2025–2030"),
                     NewHolding(unit, PostKind.DEPUTY_SECRETARY, story.persons[f"{commune}/cb-6"], REFORM, Obtained.APPOINTED, date(2030, 6, 30), "2025–2030")]
        fill_posts(ACTOR, rows=rows, decision=Citation("01-QĐ/TU", REFORM, "Quyết định", "Tỉnh ủy Thái Nguyên"))


def plan_to_rearrange(story: Story) -> None:
    """Dương Thành's plan: by when the other five hamlets are to have one person in both posts."""
    day = date(2020, 4, 10)
    with on(day, 15):
        for hamlet in [each for each in story.hamlets if each.commune == DUONG_THANH][SAME_IN_DUONG_THANH:]:
            set_concurrency_target(ACTOR, hamlet_id=hamlet.unit_id, model="secretary-is-hamlet-head", on=day, due_on=date(2020, 12, 31),
                                   note="Giới thiệu bí thư chi bộ ở lần bầu trưởng xóm cuối năm")


def _hamlets(story: Story) -> None:
    seen: set[str] = set()
    for each in table("hamlets"):
        key = f"{each['commune']}/{each['name']}"
        story.hamlets.append(_Hamlet(key, each["commune"], each["cell"], story.ids[key], story.ids[each["cell"]], each["cell"] not in seen))
        seen.add(each["cell"])


def _posts(story: Story) -> list[NewPost]:
    rows: list[NewPost] = []
    for hamlet in story.hamlets:
        rows += [NewPost(hamlet.unit_id, PostKind.HAMLET_HEAD), NewPost(hamlet.unit_id, PostKind.FRONT_HEAD)]
        if hamlet.lead:
            rows += [NewPost(hamlet.cell_id, PostKind.SECRETARY), NewPost(hamlet.cell_id, PostKind.DEPUTY_SECRETARY),
                     NewPost(hamlet.cell_id, PostKind.COMMITTEE_MEMBER, 3)]
    return rows


def _member_heads(story: Story) -> dict[str, date]:
    """Which hamlet heads are members, and since when: in Dương Thành one more each year, in Phú Bình 126 cells by June 2020."""
    found: dict[str, date] = {}
    duong_thanh = [hamlet for hamlet in story.hamlets if hamlet.commune == DUONG_THANH]
    for year, count in ADMITTED.items():
        for hamlet in duong_thanh[:count]:
            found.setdefault(hamlet.key, date(year, 2, 3) if year > 2016 else date(2010, 2, 3))
    others = [hamlet for hamlet in story.hamlets if hamlet.commune not in (DUONG_THANH, TAN_CUONG, "05629") and hamlet.lead]
    wanted = MEMBER_HEADS - ADMITTED[2020]
    for number, hamlet in enumerate(others[at * len(others) // wanted] for at in range(wanted)):
        found[hamlet.key] = date(2005 + number % 10, 5, 19) if number % 4 else date(2017 + number % 3, 9, 2)
    for hamlet in story.hamlets:
        if hamlet.commune in (TAN_CUONG, "05629") and hamlet.lead and len(hamlet.key) % 3:
            found[hamlet.key] = date(2009, 2, 3)
    found[NAM_THAI] = date(2008, 2, 3)
    return found


def membership(unit_id: int, admitted: date) -> NewMembership:
    return NewMembership(unit_id, MemberStage.OFFICIAL, admitted, date(admitted.year + 1, admitted.month, admitted.day), since=BEGINS)


def _persons(story: Story) -> list[NewPerson]:
    cast = Cast(SEED + 10)
    heads = _member_heads(story)
    rows: list[NewPerson] = []
    for hamlet in story.hamlets:
        admitted = heads.get(hamlet.key)
        rows.append(cast.person(f"{hamlet.key}/truong", hamlet.unit_id,
                                membership=membership(hamlet.cell_id, admitted) if admitted and admitted < BEGINS else None))
        rows.append(cast.person(f"{hamlet.key}/mat-tran", hamlet.unit_id, Part((1952, 1972), 0, 35)))
        if hamlet.lead:
            for what in ("bi-thu", "pho", "chi-uy"):
                rows.append(cast.person(f"{hamlet.cell}/{what}", hamlet.cell_id, membership=membership(
                    hamlet.cell_id, date(1985 + cast.chance.randrange(25), 1 + cast.chance.randrange(12), 3))))
    return rows


def _admissions(story: Story) -> None:
    """The hamlet heads who join between 2017 and 2020, and are official a year later; those of Dương Thành walk the whole road (``demo.development``)."""
    by_day: defaultdict[date, list[NewMembership]] = defaultdict(list)
    hamlets = {hamlet.key: hamlet for hamlet in story.hamlets}
    for key, admitted in _member_heads(story).items():
        if admitted >= BEGINS and hamlets[key].commune != DUONG_THANH:
            by_day[admitted].append(NewMembership(hamlets[key].cell_id, MemberStage.PROBATIONARY, admitted, person_id=story.persons[f"{key}/truong"]))
    for day in sorted(by_day):
        with on(day, 10):
            admit_members(ACTOR, rows=by_day[day])
        official = date(day.year + 1, day.month, day.day)
        with on(official, 10):
            confirm_members(ACTOR, rows=[MemberMove(row.person_id, official) for row in by_day[day]])


def _cell_holdings(story: Story, since: date, label: str, ends: date, *, united: bool = False) -> list[NewHolding]:
    """Who leads the cells in a term.

    Parameters:
        united: whether in Dương Thành five hamlet heads are elected secretary.
    """
    rows: list[NewHolding] = []
    lead = [hamlet for hamlet in story.hamlets if hamlet.lead]
    same = {hamlet.cell for hamlet in lead if hamlet.commune == DUONG_THANH}
    same = set(sorted(same)[:SAME_IN_DUONG_THANH])
    for number, hamlet in enumerate(lead):
        is_same = (united and hamlet.cell in same) or (hamlet.commune != DUONG_THANH and hamlet.key in _united_elsewhere(story))
        secretary = story.persons[f"{hamlet.key}/truong" if is_same else f"{hamlet.cell}/bi-thu"]
        deputy = story.persons[f"{hamlet.key}/truong" if hamlet.key == NAM_THAI else f"{hamlet.cell}/pho"]
        members = [secretary, deputy, story.persons[f"{hamlet.cell}/chi-uy"]]
        rows.append(NewHolding(hamlet.cell_id, PostKind.SECRETARY, secretary, since, Obtained.ELECTED, ends, label))
        if number % 17 == 9:
            members.remove(deputy)  # a post that stands vacant
        else:
            rows.append(NewHolding(hamlet.cell_id, PostKind.DEPUTY_SECRETARY, deputy, since, Obtained.ELECTED, ends, label))
        rows += [NewHolding(hamlet.cell_id, PostKind.COMMITTEE_MEMBER, person, since, Obtained.ELECTED, ends, label) for person in members]
    return rows


def _united_elsewhere(story: Story) -> set[str]:
    """Hamlets outside Dương Thành where one person has held both posts since 2016."""
    heads = _member_heads(story)
    return {key for number, key in enumerate(sorted(heads)) if heads[key] < BEGINS and number % 4 == 1 and key != NAM_THAI and not key.startswith(DUONG_THANH)}


def _head_holdings(story: Story, since: date, ends: date) -> list[NewHolding]:
    """Who heads the hamlets in a term; one post in forty is held by an acting head."""
    rows: list[NewHolding] = []
    for number, hamlet in enumerate(story.hamlets):
        acting = number % 40 == 27 and since == HEADS_2018
        rows.append(NewHolding(hamlet.unit_id, PostKind.HAMLET_HEAD, story.persons[f"{hamlet.key}/truong"], since,
                               Obtained.ACTING if acting else Obtained.ELECTED, None if acting else ends))
        if number % 23 != 5:
            rows.append(NewHolding(hamlet.unit_id, PostKind.FRONT_HEAD, story.persons[f"{hamlet.key}/mat-tran"], since, Obtained.APPOINTED, ends))
    return rows


def _committee(story: Story, commune: str, unit: int, first: int, since: date, label: str, ends: date) -> list[NewHolding]:
    """A commune's committee, its leaders, and the chairs of its council and People's Committee.

    Parameters:
        first: the number of the commune's officer with whom it begins.
    """
    people = [story.persons[f"{commune}/cb-{number}"] for number in range(first, first + OFFICERS)]
    number = int(commune)
    size = OFFICERS - (1 if number % 5 == 0 and label.startswith("2020") else 0)  # an allotted seat left unfilled (CG-16)
    rows = [NewHolding(unit, PostKind.COMMITTEE_MEMBER, person, since, Obtained.ELECTED, ends, label) for person in people[:size]]
    rows += [NewHolding(unit, PostKind.STANDING_BOARD_MEMBER, person, since, Obtained.ELECTED, ends, label) for person in people[:4]]
    rows += [NewHolding(unit, PostKind.SECRETARY, people[0], since, Obtained.ELECTED, ends, label),
             NewHolding(unit, PostKind.DEPUTY_SECRETARY, people[1], since, Obtained.ELECTED, ends, label),
             NewHolding(unit, PostKind.DEPUTY_SECRETARY, people[2], since, Obtained.ELECTED, ends, label),
             NewHolding(unit, PostKind.INSPECTION_HEAD, people[3], since, Obtained.ELECTED, ends, label),
             NewHolding(story.ids[commune], PostKind.COMMITTEE_CHAIR, people[1], since, Obtained.ELECTED, ends, label),
             NewHolding(story.ids[commune], PostKind.COUNCIL_CHAIR, people[0], since, Obtained.ELECTED, ends, label)]
    return rows
