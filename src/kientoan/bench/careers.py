"""What the world of ``bench quality`` holds of persons beside their posts: studies, homes, roads to membership, transfers, badges, and an evaluation that is closed.

Written like the rest of the world (``world.py``): the rows that operations would have left. Steps that no measured question looks at are left out: the stages and votes of a
candidacy, of which its standing is the sum, and what led to a grade.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kientoan.bench.rows import Rows, Unit

STUDIED: Mapping[str, tuple[tuple[str, int], ...]] = {
    "schooling": (("schooling_7_10", 8), ("schooling_9_12", 22), ("schooling_12_12", 60)),
    "profession": (("profession_none", 15), ("profession_elementary", 15), ("profession_intermediate", 20), ("profession_university", 25)),
    "political_theory": (("theory_none", 5), ("theory_elementary", 35), ("theory_intermediate", 25), ("theory_advanced", 5)),
    "management": (("management_none", 10), ("management_specialist", 25))}
"""Of a hundred persons how many have which level on record; of the rest nothing is."""
PROVINCE_STANDARDS = (
    ("hamlet_head", "hamlet", "schooling", "schooling_12_12"), ("hamlet_head", "hamlet", "max_age_first", "60"), ("hamlet_head", "hamlet", "max_age_again", "65"),
    ("hamlet_head", "hamlet", "membership", "yes"), ("committee_member", "cell", "political_theory", "theory_elementary"))
"""What the province's organisation sets over the shipped table: post, level, demand, what is wanted."""
DISTRICT_STANDARDS = (("hamlet_head", "hamlet", "schooling", "schooling_9_12"), ("committee_member", "cell", "political_theory", "none"))
"""What its first organisation below sets over that again."""
STANDARDS_SINCE, SOURCE = "2018-01-01", "thiết đặt của tỉnh ủy"
YEAR, AS_OF, OPENED, DECIDED, CLOSED = 2019, "2019-11-30", "2019-11-15", "2019-12-20", "2020-01-10"
NEW_SINCE = "2019-05-31"
"""Whoever was admitted to the Party on a later day is new on ``AS_OF`` (EV-10)."""
LAST_BADGE = "2020-09-02"
"""Badges are given up to this day."""
GIVINGS = ("02-03", "05-19", "09-02", "11-07")
ROADS = (
    ("prospect", "sympathiser", "cell", 0, "NM-01"), ("sympathiser", "class", "cell", 0, "NM-04"), ("class", "application", "candidate", 1700, "NM-05"), ("cv", "verified", "cell_committee", 1500, "NM-07"),
    ("cell", "grassroots", "grassroots", 42, "NM-09"), ("grassroots", "decision", "competent", 35, "NM-10"), ("decision", "ceremony", "cell", 42, "NM-10"))
"""Where a candidacy stands: the stage, the next one, who acts, days until it is due, the rule; 0 where no clock runs."""


@dataclass(frozen=True)
class Joined:
    """Somebody who went through the ceremony: the cell, the day of the decision."""

    cell: int
    admitted: str


class Careers:
    """Writes them for a province."""

    def __init__(self, out: Rows, key: str) -> None:
        self.out = out
        self.chance = random.Random(f"{key} careers")
        self.joined: dict[int, Joined] = {}

    def standards(self, party: Unit, district: Unit) -> None:
        """What two organisations set for posts at and below them."""
        for unit, demands in ((party, PROVINCE_STANDARDS), (district, DISTRICT_STANDARDS)):
            made: dict[tuple[str, str], int] = {}
            for post, level, demand, wanted in demands:
                key = post, level
                if key not in made:
                    made[key] = self.out.plain("quality_poststandard", unit.pk, *key)
                self.out.fact("quality_standardterm", STANDARDS_SINCE, STANDARDS_SINCE, made[key], demand, wanted, SOURCE)

    def studies(self, persons: Iterable[int]) -> None:
        """How far each went; a few went further in 2018."""
        for person in persons:
            for field, levels in STUDIED.items():
                drawn = self.chance.randrange(100)
                for at, (level, share) in enumerate(levels):
                    if drawn < share:
                        self._studied(person, field, level, levels[at + 1][0] if at + 1 < len(levels) and self.chance.random() < 0.05 else "")
                        break
                    drawn -= share

    def _studied(self, person: int, field: str, level: str, later: str) -> None:
        out = self.out
        if not later:
            out.fact("people_qualification", "2015-01-01", "2015-01-01", person, field, level)
            return
        fact = out.fact("people_qualification", "2015-01-01", "2015-01-01", person, field, level, superseded="2018-06-01")
        out.fact("people_qualification", "2018-06-01", "2015-01-01", person, field, level, ends="2018-06-01", fact=fact)
        out.fact("people_qualification", "2018-06-01", "2018-06-01", person, field, later)

    def homes(self, entered: Mapping[int, int], hamlets: Sequence[tuple[Unit, Unit | None]]) -> None:
        """Who lives in which hamlet: mostly the one of the cell or of the post, some in the next; of some nothing is on record.

        Parameters:
            entered: the unit that each person was entered at.
            hamlets: with their cells.
        """
        near = {hamlet.pk: at for at, (hamlet, _cell) in enumerate(hamlets)}
        for at, (_hamlet, cell) in enumerate(hamlets):
            if cell is not None:
                near.setdefault(cell.pk, at)
        for person, unit in entered.items():
            drawn = self.chance.random()
            if unit in near and drawn > 0.08:
                hamlet = hamlets[(near[unit] + (drawn < 0.3)) % len(hamlets)][0]
                self.out.fact("quality_residence", "2015-01-01", "2015-01-01", person, hamlet.pk)

    def probationer(self, person: int, cell: int) -> None:
        """Somebody who became a member in the last two years: on probation, official since, or late."""
        out, month = self.out, self.chance.randrange(24)
        ceremony = f"{2018 + (month + 9) // 12}-{(month + 9) % 12 + 1:02}-{1 + self.chance.randrange(28):02}"
        ended = f"{int(ceremony[:4]) + 1}{ceremony[4:]}"
        admitted, reviewed = later(ceremony, -12), later(ended, 25)
        self.joined[person] = Joined(cell, admitted)
        candidacy = out.plain("development_membercandidacy", person)
        recognised = reviewed <= "2020-09-15" and self.chance.random() < 0.95
        following = ("new_class", "cell", ended, "NM-11") if self.chance.random() < 0.4 else ("review", "cell", later(ended, 42), "NM-12")
        standing = candidacy, cell, "", "ceremony", "probation", *following
        about = person, cell, "probationary", admitted, None
        membership = out.fact("people_membership", ceremony, ceremony, *about, "", superseded=reviewed if recognised else None)
        stands = out.fact("development_candidacystanding", ceremony, ceremony, *standing, superseded=reviewed if recognised else None)
        if recognised:
            out.fact("people_membership", reviewed, ceremony, *about, "stage_changed", ends=ended, fact=membership)
            out.fact("people_membership", reviewed, ended, person, cell, "official", admitted, ended, "")
            out.fact("development_candidacystanding", reviewed, ceremony, *standing, ends=reviewed, fact=stands)
            out.fact("development_candidacystanding", reviewed, reviewed, candidacy, cell, "", "recognised", "done", "", "", None, "")

    def candidate(self, person: int, cell: int) -> None:
        """Somebody on the road, at a stage drawn by chance; where a clock runs, it began in the days that are asked for, or years before by a certificate."""
        out = self.out
        stage, following, actor, days, rule = self.chance.choice(ROADS)
        begun = later("2020-09-30" if days < 100 else "2016-12-31", -self.chance.randrange(150 if days < 100 else 500))
        candidacy = out.plain("development_membercandidacy", person)
        before = later(begun, -300)
        first = candidacy, cell, "", "prospect", "open", "sympathiser", "cell", None, "NM-01"
        if stage == "prospect":
            out.fact("development_candidacystanding", before, before, *first)
            return
        fact = out.fact("development_candidacystanding", before, before, *first, superseded=begun)
        out.fact("development_candidacystanding", begun, before, *first, ends=begun, fact=fact)
        out.fact("development_candidacystanding", begun, begun, candidacy, cell, "", stage, "open", following, actor, later(begun, days) if days else None, rule)

    def transfer(self, person: int, origin: int, destination: int) -> None:
        """A transfer that was asked for; some were refused."""
        asked = later("2020-09-30", -self.chance.randrange(150))
        transfer = self.out.plain("development_transfer", person, origin, destination)
        self.out.fact("development_transferstep", asked, asked, transfer, "requested", later(asked, 60), "", ends=None)
        if self.chance.random() < 0.4:
            self.out.fact("development_transferstep", later(asked, 9), later(asked, 9), transfer, "refused", None, "Chưa đủ hồ sơ", ends=None)

    def badge(self, person: int, admitted: str) -> None:
        """The badge of thirty years, for those who reached it by the last day of giving; a few were passed over."""
        full = f"{int(admitted[:4]) + 30}{admitted[4:]}"
        giving = next(day for year in (0, 1) for each in GIVINGS if (day := f"{int(full[:4]) + year}-{each}") >= full)
        if "2015-01-01" < giving <= LAST_BADGE and self.chance.random() < 0.95:
            self.out.fact("development_badgeaward", giving, giving, person, 30, ends=None)

    def evaluation(self, grassroots: Sequence[Unit], cells: Iterable[Unit]) -> None:
        """The evaluation of the year, decided and closed in every grassroots organisation."""
        below: defaultdict[int, list[Unit]] = defaultdict(list)
        for cell in cells:
            below[cell.chain[-2]].append(cell)
        new: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for person, joined in self.joined.items():
            if joined.admitted <= AS_OF:
                new[joined.cell].append((person, joined.admitted))
        for number, organization in enumerate(grassroots):
            self._round(organization, below[organization.pk], new, best=number % 7 == 0)

    def _round(self, organization: Unit, cells: Sequence[Unit], new: Mapping[int, list[tuple[int, str]]], *, best: bool) -> None:
        out = self.out
        made = out.plain("evaluation_evaluationround", organization.pk, YEAR, "year")
        paper = out.plain("core_decision", "Kế hoạch", f"{made}-KH/ĐU", "Đảng ủy", OPENED)
        days = "2019-12-05", "2019-12-10", "2019-12-12", "2019-12-16", "2019-12-31"
        out.fact("evaluation_roundplan", OPENED, OPENED, made, AS_OF, *days, "good", "", ends=None, decision=paper)
        members: list[int] = []
        for cell in cells:
            members += [self._subject(made, cell.pk, person) for person in cell.members]
            for person, admitted in new.get(cell.pk, ()):
                if admitted > NEW_SINCE:
                    self._subject(made, cell.pk, person, "new_member")
                else:
                    members.append(self._subject(made, cell.pk, person))
        paper = out.plain("core_decision", "Quyết định", f"{made}-QĐ/ĐU", "Đảng ủy", DECIDED)
        self._graded(members, paper)
        self._graded([self._subject(made, cell.pk, None) for cell in cells], paper)
        self._grade(self._subject(made, organization.pk, None), "excellent" if best else "good", paper)
        out.fact("evaluation_roundclosure", CLOSED, CLOSED, made, "", ends=None, decision=paper)

    def _subject(self, made: int, unit: int, person: int | None, apart: str = "") -> int:
        subject = self.out.plain("evaluation_evaluationsubject", made, unit, person)
        self.out.fact("evaluation_subjecttreatment", OPENED, OPENED, subject, "reviewed" if apart else "graded", apart, ends=None)
        return subject

    def _graded(self, subjects: Sequence[int], paper: int) -> None:
        """Grades within the cap: of those that are good or better a sixth is excellent, a fifth of the rest (EV-05)."""
        failed, completed = len(subjects) // 90, len(subjects) * 15 // 100
        excellent = (len(subjects) - failed - completed) // 6
        for at, subject in enumerate(self.chance.sample(subjects, len(subjects))):
            grade = ("excellent" if at < excellent else "completed" if at < excellent + completed else "not_completed" if at < excellent + completed + failed else "good")
            self._grade(subject, grade, paper)

    def _grade(self, subject: int, grade: str, paper: int) -> None:
        evidence = None, "", 12, 10, 1, 1, 12, 11
        fact = ""
        if grade == "completed" and subject % 20 == 0:  # decided otherwise before the round was closed
            fact = self.out.fact("evaluation_gradedecision", DECIDED, DECIDED, subject, "good", *evidence, ends=None, decision=paper, superseded=later(DECIDED, 9))
        self.out.fact("evaluation_gradedecision", later(DECIDED, 9) if fact else DECIDED, DECIDED, subject, grade, *evidence, ends=None, decision=paper, fact=fact)


def later(day: str, days: int) -> str:
    """A day some days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
