"""Dương Thành's road to membership, 2016 to 2020: its plan, one more hamlet head admitted each year, others beside them, and who is on the road in June 2020.

From the article: the commune's plan aimed at hamlet heads, village police and heads of associations, and the share of heads who are members rose every year. Every
person and every day is invented.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kientoan.core.decisions import Citation
from kientoan.demo.cast import Cast, Part
from kientoan.demo.people import ADMITTED, DUONG_THANH, Story
from kientoan.demo.stage import ACTOR, on
from kientoan.demo.timetable import SEED
from kientoan.development.enums import AdmissionGroup, Consulted, KinName, PaperState
from kientoan.development.operations import Asked, Filed, accept_transfer, open_candidacy, record_stage, request_transfer, set_target
from kientoan.development.queries import cell_base
from kientoan.people.enums import MemberStage
from kientoan.people.operations import MemberMove, NewMembership, NewPerson, admit_members, confirm_members, register_persons
from kientoan.rules.development import Stage

TARGETS = {2016: 2, 2017: 3, 2018: 3, 2019: 3, 2020: 4}
BESIDE = {2016: 2, 2017: 1, 2018: 2, 2019: 1, 2020: 1}
"""Of each year, who was admitted beside the hamlet head; entered as a list, as an office that begins with the software does."""
JOINED = (9, 2)
SOON = date(2019, 7, 3)
"""The ceremony of whoever is on probation until 03/07/2020."""
OPEN: Sequence[tuple[int, Stage, tuple[AdmissionGroup, ...]]] = (
    (1, Stage.PROSPECT, (AdmissionGroup.BRANCH_HEADS,)), (2, Stage.SYMPATHISER, ()), (3, Stage.CLASS, (AdmissionGroup.HAMLET_POLICE,)), (5, Stage.APPLICATION, ()),
    (6, Stage.VERIFIED, (AdmissionGroup.WORKERS,)), (8, Stage.COMMITTEE, ()), (9, Stage.CELL, (AdmissionGroup.BRANCH_HEADS,)), (0, Stage.GRASSROOTS, ()), (4, Stage.DECISION, ()))
"""Who is on the road in June 2020: in which cell, how far, in which groups."""
STEPS: Mapping[Stage, int] = {
    Stage.PROSPECT: -390, Stage.SYMPATHISER: -300, Stage.CLASS: -150, Stage.APPLICATION: -31, Stage.CV: -30, Stage.VERIFIED: -28, Stage.OPINIONS: -25, Stage.COMMITTEE: -24,
    Stage.CELL: -23, Stage.GRASSROOTS: -18, Stage.DECISION: -14, Stage.CEREMONY: 0, Stage.MEMBER_CV: 17, Stage.NEW_CLASS: 130, Stage.REVIEW: 380, Stage.RECOGNISED: 398}
"""On which day of a road each stage comes, counted from the ceremony."""
VERIFIED = dict.fromkeys(KinName, PaperState.PRESENT) | {KinName.CARER: PaperState.NOT_NEEDED}


def hamlet_heads(story: Story) -> None:
    """The heads who join between 2017 and 2020, each by the whole road, and the plan that they were part of."""
    _targets(story)
    _beside(story)
    hamlets = [hamlet for hamlet in story.hamlets if hamlet.commune == DUONG_THANH]
    for year, count in ADMITTED.items():
        if year > min(ADMITTED):
            hamlet = hamlets[count - 1]
            walk(story, hamlet.cell_id, hamlet.cell, story.persons[f"{hamlet.key}/truong"], date(year, 2, 3), Stage.RECOGNISED)


def tell(story: Story) -> None:
    """Who is on the road in June 2020, one probation that ends within days, one transfer between two cells."""
    cast, cells = Cast(SEED + 50), [hamlet for hamlet in story.hamlets if hamlet.commune == DUONG_THANH]
    rows = [cast.person(f"phat-trien/{number}", cells[at].unit_id, Part((1986, 1999), 0, 55)) for number, (at, _stage, _tags) in enumerate((*OPEN, (7, Stage.RECOGNISED, ())))]
    with on(date(2018, 5, 2), 8):
        ids = list(register_persons(ACTOR, rows=rows).ids.values())
    for person, (at, stage, tags) in zip(ids, OPEN, strict=False):
        walk(story, cells[at].cell_id, cells[at].cell, person, date(2020, 7, 2), stage, tags)
    walk(story, cells[7].cell_id, cells[7].cell, ids[-1], SOON, Stage.RECOGNISED, (AdmissionGroup.BRANCH_HEADS,))
    with on(date(2020, 6, 10), 9):
        moved = request_transfer(ACTOR, person_id=story.persons[f"{cells[1].cell}/chi-uy"], destination_id=cells[5].cell_id, on=date(2020, 6, 10))
    with on(date(2020, 7, 15), 9):
        accept_transfer(ACTOR, transfer_id=moved, on=date(2020, 7, 15))


def _targets(story: Story) -> None:
    """The plan of 2016 to 2020, decided at its beginning."""
    day = date(2016, 1, 15)
    paper = Citation("08-KH/ĐU", day, "Kế hoạch", "Đảng ủy xã Dương Thành")
    with on(day, 14):
        for year, count in TARGETS.items():
            set_target(ACTOR, unit_id=story.ids[f"tccs-{DUONG_THANH}"], year=year, group=AdmissionGroup.ALL, count=count, on=day, decision=paper)
            set_target(ACTOR, unit_id=story.ids[f"tccs-{DUONG_THANH}"], year=year, group=AdmissionGroup.HAMLET_HEADS, count=int(year > min(TARGETS)), on=day, decision=paper)


def _beside(story: Story) -> None:
    """Those admitted beside the heads, entered as lists."""
    cast, cells = Cast(SEED + 51), [hamlet for hamlet in story.hamlets if hamlet.commune == DUONG_THANH]
    rows: list[NewPerson] = []
    years: list[int] = []
    for year, count in BESIDE.items():
        for _each in range(count):
            rows.append(cast.person(f"ket-nap/{len(rows)}", cells[len(rows)].unit_id, Part((1984, 1997), 0, 60)))
            years.append(year)
    with on(date(2016, 2, 1), 8):
        ids = list(register_persons(ACTOR, rows=rows).ids.values())
    by_year = {year: [(person, cells[number].cell_id) for number, (person, own) in enumerate(zip(ids, years, strict=True)) if own == year] for year in BESIDE}
    for year, members in by_year.items():
        day = date(year, *JOINED)
        with on(day, 15):
            admit_members(ACTOR, rows=[NewMembership(cell, MemberStage.PROBATIONARY, day, None, day, person) for person, cell in members])
    for year, members in by_year.items():
        official = date(year + 1, *JOINED)
        with on(official, 15):
            confirm_members(ACTOR, rows=[MemberMove(person, official) for person, _cell in members])


def walk(story: Story, cell_id: int, cell: str, person: int, ceremony: date, last: Stage, tags: Sequence[AdmissionGroup] = ()) -> None:
    """The road of one person up to a stage, each stage on its own day.

    Parameters:
        cell: the cell's key, whose secretary and deputy introduce.
        ceremony: its day, which the others are counted from.
    """
    begins = max(ceremony + timedelta(days=STEPS[Stage.PROSPECT]), date(2016, 1, 8))
    with on(begins, 9):
        candidacy = open_candidacy(ACTOR, person_id=person, cell_id=cell_id, on=begins, tags=tags)
    for stage, days in STEPS.items():
        if stage is Stage.PROSPECT:
            continue
        if list(Stage).index(stage) > list(Stage).index(last):
            return
        day = max(ceremony + timedelta(days=days), begins)
        with on(day, 17):
            record_stage(ACTOR, candidacy_id=candidacy, stage=stage, on=day, filed=_filed(story, cell_id, cell, stage, day))


def _filed(story: Story, cell_id: int, cell: str, stage: Stage, day: date) -> Filed:
    """What the papers of a stage say."""
    number = day.timetuple().tm_yday
    match stage:
        case Stage.CLASS:
            return Filed(certificate=f"{number:03}/GCN-BDCT")
        case Stage.APPLICATION:
            return Filed(introducers=[story.persons[f"{cell}/bi-thu"], story.persons[f"{cell}/pho"]])
        case Stage.VERIFIED:
            return Filed(kin=VERIFIED)
        case Stage.OPINIONS:
            return Filed(asked={Consulted.RESIDENCE: Asked(day - timedelta(days=2), 3, 3), Consulted.YOUTH_UNION: Asked(day - timedelta(days=1), 14, 15), Consulted.FRONT: Asked(day)})
        case Stage.CELL | Stage.REVIEW:
            return Filed(agree=cell_base(cell_id, day)[0])
        case Stage.GRASSROOTS:
            return Filed(agree=11, base=13)
        case Stage.DECISION:
            return Filed(paper=Citation(f"{number}-QĐ/HU", day, "Quyết định", "Huyện ủy Phú Bình"), received_on=day + timedelta(days=3))
        case Stage.RECOGNISED:
            return Filed(paper=Citation(f"{number}-QĐ/HU", day, "Quyết định", "Huyện ủy Phú Bình"))
        case _:
            return Filed()
