"""The count: ballots in, one by one or in packets, and an outcome with reasons; memory does not grow with the ballots.

Sources: DOMAIN EL-26 to EL-37 (Party), VH-02 and VH-09 (hamlets), NA-04 to NA-07 (State).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from unicodedata import category, normalize

from kientoan.rules.days import write_day
from kientoan.rules.election import sentences
from kientoan.rules.election.arithmetic import more_collected_than_issued
from kientoan.rules.election.pack import BODIES, BallotForm, ElectingBody, InvalidBallot, Majority, Pack
from kientoan.rules.election.packs import pack_in_force
from kientoan.rules.reasons import Reason


class RefusedCountError(ValueError):
    """What cannot be counted.

    Parameters:
        place: the part that it is about, such as ``candidates[2]``.
        reason: the sentence, with the remedy.
    """

    def __init__(self, place: str, reason: Reason) -> None:
        super().__init__(f"{place}: {reason.en}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True)
class Election:
    """What is to be counted, before the first ballot.

    Parameters:
        on: the day of the election, which chooses the rules.
        body: who elects.
        seats: how many are to be elected.
        candidates: the labels as printed, in ballot order.
        form: how a ballot is filled in.
        summoned: the roll: those summoned, all households, or the registered voters; None where only valid ballots count.
        issued: ballots handed out.
        rules: the key of a pack; None for the one in force.
        deductions: what is taken off the roll, by kind.
        born: days of birth in the order of the candidates, None where unknown; empty when none are given.
        voted: how many of the roll voted, where that was taken down apart from the ballots (NA-05, NA-10); None where it was not.
        again: whether it follows another vote, whose result stands whatever the turnout (NA-05).
        is_part: whether it is one polling area, whose ballots are summed with those of others: nobody is elected in it (NA-02).
    """

    on: date
    body: ElectingBody
    seats: int
    candidates: tuple[str, ...]
    form: BallotForm
    summoned: int | None
    issued: int
    rules: str | None = None
    deductions: tuple[tuple[str, int], ...] = ()
    born: tuple[date | None, ...] = ()
    voted: int | None = None
    again: bool = False
    is_part: bool = False


@dataclass(frozen=True)
class Tie:
    """Candidates of equal votes for too few seats, as places on the ballot from 0."""

    candidates: tuple[int, ...]
    seats: int


@dataclass(frozen=True)
class Finding:
    """A sentence of the outcome, about one candidate (a place on the ballot from 0) or about all."""

    candidate: int | None
    reason: Reason


@dataclass(frozen=True)
class Outcome:
    """What a count came to.

    Parameters:
        pack: the rules that it followed.
        base: what more than half is measured against.
        threshold: the fewest votes that elect.
        valid: valid ballots.
        invalid: ballots that do not count, by reason; only reasons that occurred.
        votes: each candidate's, in ballot order.
        elected: places on the ballot, most votes first, without the tied.
        tie: the tie for the last seats, or None.
        open_seats: seats that nobody has more than half for.
        findings: why, sentence by sentence.
    """

    pack: Pack
    base: int
    threshold: int
    valid: int
    invalid: Mapping[InvalidBallot, int]
    votes: tuple[int, ...]
    elected: tuple[int, ...]
    tie: Tie | None
    open_seats: int
    findings: tuple[Finding, ...]


def _refuse(place: str, vi: str, en: str, rule: str = "") -> RefusedCountError:
    return RefusedCountError(place, Reason(vi, en, rule))


def printed_alike(label: str) -> str:
    """What a label looks like on paper: composed, spaces made one, characters that print nothing left out."""
    return " ".join("".join(ch for ch in normalize("NFC", label) if category(ch) != "Cf").split())


def _check_candidates(election: Election) -> None:
    seen: dict[str, int] = {}
    for at, label in enumerate(election.candidates):
        place, key = f"candidates[{at}]", printed_alike(label)
        if not key or any(category(ch) in ("Cc", "Cs") for ch in label):
            raise _refuse(place, "Nhãn để trống hoặc có ký tự không in được. Gõ tên như in trên phiếu.",
                          "The label is empty or has a character that cannot be printed. Give the name as on the ballot.")
        if key in seen:
            raise _refuse(place, f"Nhãn “{key[:60]}” đã có ở candidates[{seen[key]}]. Các nhãn phải khác nhau: thêm năm sinh hoặc đơn vị để phân biệt.",
                          f"The label “{key[:60]}” stands at candidates[{seen[key]}] already. Labels must differ: add a year of birth or a unit.")
        seen[key] = at
    if not 1 <= election.seats <= len(election.candidates):
        raise _refuse("seats", f"Cần bầu {election.seats} mà có {len(election.candidates)} người ứng cử. Số cần bầu từ 1 đến số người ứng cử; sửa một trong hai.",
                      f"{election.seats} seats and {len(election.candidates)} candidates. Seats are from 1 to the number of candidates; change one of them.")
    if election.born and len(election.born) != len(election.candidates):
        raise _refuse("born", f"Có {len(election.born)} ngày sinh cho {len(election.candidates)} người ứng cử. Ghi đủ theo thứ tự, ai không rõ thì để null.",
                      f"{len(election.born)} days of birth for {len(election.candidates)} candidates. Give one for each in order, null where unknown.")
    for at, day in enumerate(election.born):
        if day is not None and day >= election.on:
            raise _refuse(f"born[{at}]", f"Ngày sinh {write_day(day)} không trước ngày bầu cử {write_day(election.on)}. Sửa một trong hai.",
                          f"Born on {write_day(day)}, which is not before the election on {write_day(election.on)}. Change one of them.")


def _deducted(election: Election, majority: Majority) -> dict[str, int]:
    """What is taken off the roll, by kind.

    Raises:
        RefusedCountError: for a kind that the body does not know, a roll that is missing, or deductions that leave nobody.
    """
    found: dict[str, int] = {}
    for at, (kind, count) in enumerate(election.deductions):
        if kind not in majority.deductions:
            known = ", ".join(majority.deductions)
            body_vi, body_en = BODIES[election.body]
            raise _refuse(f"deductions[{at}].kind", f"Không có loại trừ “{kind[:60]}” cho {body_vi}. " + (f"Dùng một trong: {known}." if known else "Nơi này không trừ gì; bỏ dòng."),
                          f"There is no deduction “{kind[:60]}” for a {body_en}. " + (f"Use one of: {known}." if known else "Nothing is deducted here; leave it out."),
                          majority.rule)
        if count < 0:
            raise _refuse(f"deductions[{at}].count", f"Số {count} là số âm. Ghi số người được trừ, từ 0.", f"{count} is below zero. Give how many are deducted, from 0.", majority.rule)
        found[kind] = found.get(kind, 0) + count
    if majority.of_valid:
        return found
    if election.summoned is None:
        raise _refuse("summoned", f"Thiếu số {majority.vi}, là cơ sở tính quá một nửa. Ghi số đó.",
                      f"The number of {majority.en} is missing; more than half is measured against it. Give it.", majority.rule)
    if sum(found.values()) >= election.summoned:
        raise _refuse("deductions" if found else "summoned", f"Trừ {sum(found.values())} trên {election.summoned} {majority.vi}, không còn ai. Sửa danh sách hoặc các khoản trừ.",
                      f"{sum(found.values())} deducted from {election.summoned} {majority.en} leaves nobody. Change the roll or the deductions.", majority.rule)
    return found


@dataclass
class Count:
    """A count that goes on: ballots are added in any order, then it is closed. Made by ``open_count``.

    Parameters:
        election: what is counted.
        pack: the rules.
        majority: the base.
        deducted: what is taken off the roll, by kind.
    """

    election: Election
    pack: Pack
    majority: Majority
    deducted: Mapping[str, int]
    valid: int = 0
    invalid: dict[InvalidBallot, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = len(self.election.candidates)
        self._strikes = self.election.form is BallotForm.STRIKE_OUT
        strikes_all = self._strikes and not self.pack.nobody_needs_surplus  # NA-04 speaks of names struck out, not of boxes
        self._nobody_is_invalid = strikes_all or self._names > self.election.seats
        self._places = frozenset(range(self._names))
        self._for = [0] * self._names
        self._against = [0] * self._names

    def _check(self, part: str, marked: Sequence[int]) -> None:
        if self._places.issuperset(marked) and len(set(marked)) == len(marked):
            return
        for at, index in enumerate(marked):
            if not 0 <= index < self._names:
                raise _refuse(f"{part}[{at}]", f"Số {index} nằm ngoài danh sách: {self._names} người ứng cử được đánh số từ 0 đến {self._names - 1}. Sửa số.",
                              f"{index} is not on the list: the {self._names} candidates are numbered from 0 to {self._names - 1}. Change it.")
            if index in marked[:at]:
                raise _refuse(f"{part}[{at}]", f"Số {index} đứng hai lần. Bỏ một.", f"{index} stands twice. Take one away.")

    def _form_is(self, strikes: bool, part: str) -> None:
        if self._strikes is not strikes:
            raise _refuse(part, f"Phiếu này ghi theo cách khác với form “{self.election.form}”. Ghi {'struck' if self._strikes else 'agree và disagree'}.",
                          f"This ballot is given in another way than the form “{self.election.form}”. Give {'struck' if self._strikes else 'agree and disagree'}.")

    def _counted(self, count: int) -> None:
        if count < 0:
            raise _refuse("count", f"Số phiếu {count} là số âm. Ghi từ 0 trở lên.", f"{count} ballots is below zero. Give 0 or more.")

    def spoil(self, reason: InvalidBallot, count: int = 1) -> None:
        """Add ballots that do not count.

        Parameters:
            reason: why.
            count: how many.
        """
        self._counted(count)
        if count:
            self.invalid[reason] = self.invalid.get(reason, 0) + count

    def strike(self, struck: Sequence[int], count: int = 1) -> None:
        """Add like ballots on which names are struck out (EL-24); one that elects too many or nobody does not count (EL-28, NA-04).

        Parameters:
            struck: the candidates struck out, by their place on the ballot from 0.
            count: how many ballots.

        Raises:
            RefusedCountError: for a place that is not on the ballot or stands twice, or a ballot of the other form.
        """
        self._form_is(True, "struck")
        self._check("struck", struck)
        chosen = self._names - len(struck)
        if self._is_void(chosen, count):
            return
        self.valid += count
        against = self._against  # every valid ballot is for whom it does not strike out: fewer names are touched
        for index in struck:
            against[index] += count

    def mark(self, agree: Sequence[int], disagree: Sequence[int], count: int = 1) -> None:
        """Add like ballots with a box for each name (EL-25). Both boxes or neither give a person nothing (EL-27); on the ballot
        of a single name they make it invalid (EL-26).

        Parameters:
            agree, disagree: the candidates with a mark in that box, by their place on the ballot from 0.
            count: how many ballots.

        Raises:
            RefusedCountError: for a place that is not on the ballot or stands twice in a box, or a ballot of the other form.
        """
        self._form_is(False, "agree")
        self._check("agree", agree)
        self._check("disagree", disagree)
        if self._names == 1 and len(agree) + len(disagree) != 1:
            self.spoil(InvalidBallot.UNCLEAR_SINGLE, count)
            return
        refused = set(disagree)
        chosen = [index for index in agree if index not in refused]
        if self._is_void(len(chosen), count, single=self._names == 1):
            return
        self.valid += count
        for index in chosen:
            self._for[index] += count

    def _is_void(self, chosen: int, count: int, *, single: bool = False) -> bool:
        """Whether ballots elect too many or nobody; they are then added as such."""
        self._counted(count)
        if chosen > self.election.seats:
            self.spoil(InvalidBallot.TOO_MANY, count)
        elif chosen == 0 and self._nobody_is_invalid and not single:
            self.spoil(InvalidBallot.NOBODY, count)
        else:
            return False
        return True

    @property
    def collected(self) -> int:
        """Ballots added, valid and invalid."""
        return self.valid + sum(self.invalid.values())

    @property
    def votes(self) -> tuple[int, ...]:
        """Each candidate's votes so far."""
        return tuple(self.valid - against for against in self._against) if self._strikes else tuple(self._for)

    @property
    def lacks_turnout(self) -> bool:
        """Whether so few voted that there is no result, as far as voters were taken down (NA-05)."""
        election = self.election
        return self.pack.turnout is not None and election.voted is not None and not election.again and election.voted * 2 <= (election.summoned or 0)

    def close(self) -> Outcome:
        """The outcome of the ballots added.

        Raises:
            RefusedCountError: when they are more than were issued (EL-30).
        """
        election, pack, majority = self.election, self.pack, self.majority
        if (refused := more_collected_than_issued(self.collected, election.issued)) is not None:
            raise RefusedCountError("issued", refused)
        base = self.valid if majority.of_valid else (election.summoned or 0) - sum(self.deducted.values())
        votes, threshold = self.votes, base // 2 + 1
        elected, tie = fill_seats(votes, seats=election.seats, threshold=threshold, born=election.born if pack.older_wins else ())
        if election.is_part or self.lacks_turnout:
            elected, tie = (), None
        open_seats = 0 if election.is_part else election.seats - len(elected) - (tie.seats if tie else 0)
        outcome = Outcome(pack, base, threshold, self.valid, dict(self.invalid), votes, elected, tie, open_seats, ())
        return replace(outcome, findings=tuple(_findings(self, outcome)))


def open_count(election: Election) -> Count:
    """Begin a count by the rules of its day.

    Parameters:
        election: what is to be counted.

    Raises:
        RefusedCountError: when it cannot be: labels alike, seats above candidates, no rules for the body on the day, deductions that
            the body does not know or that leave nobody, a number below zero.
    """
    pack = pack_in_force(election.body, election.on, election.rules)
    if isinstance(pack, Reason):
        raise RefusedCountError("rules" if election.rules is not None else "on", pack)
    _check_candidates(election)
    for place, number in (("summoned", election.summoned), ("issued", election.issued)):
        if number is not None and number < 0:
            raise _refuse(place, f"Số {number} là số âm. Ghi từ 0 trở lên.", f"{number} is below zero. Give 0 or more.")
    majority = pack.majorities[election.body]
    return Count(election, pack, majority, _deducted(election, majority))


def fill_seats(votes: Sequence[int], *, seats: int, threshold: int, born: Sequence[date | None] = ()) -> tuple[tuple[int, ...], Tie | None]:
    """Who has a seat: of those with enough votes the highest; who is tied for the last seats has none yet (EL-37), unless births are given.

    Parameters:
        votes: each candidate's.
        seats: how many there are.
        threshold: the fewest votes that elect.
        born: days of birth by which the older of the tied has the seat (NA-06); empty where the rules settle nothing.

    Returns:
        places on the ballot, most votes first, and the tie that is left, or None.
    """
    over = sorted((at for at, count in enumerate(votes) if count >= threshold), key=lambda at: -votes[at])
    if len(over) <= seats or votes[over[seats - 1]] != votes[over[seats]]:
        return tuple(over[:seats]), None
    last = votes[over[seats]]
    safe = [at for at in over if votes[at] > last]
    tied = [at for at in over if votes[at] == last]
    days = {at: day for at in tied if born and (day := born[at]) is not None}
    if len(days) == len(tied):
        tied.sort(key=days.__getitem__)
        left = seats - len(safe)
        if days[tied[left - 1]] != days[tied[left]]:
            return (*safe, *tied[:left]), None
        day = days[tied[left]]
        safe += [at for at in tied if days[at] < day]
        tied = sorted(at for at in tied if days[at] == day)
    return tuple(safe), Tie(tuple(tied), seats - len(safe))


def _findings(count: Count, outcome: Outcome) -> list[Finding]:
    """Every sentence: the rules and the base, each candidate in ballot order, what does not count, what is left to do."""
    election, pack, majority = count.election, count.pack, count.majority
    if election.is_part:
        return _findings_of_part(count, outcome)
    about = [sentences.pack_used(pack), sentences.base_used(
        majority, summoned=election.summoned, deductions=count.deducted, base=outcome.base, threshold=outcome.threshold)]
    after = [sentences.not_valid(reason, number, pack.invalid_rule) for reason, number in sorted(outcome.invalid.items())]
    if outcome.tie:
        after.append(sentences.tie_left([election.candidates[at] for at in outcome.tie.candidates], outcome.tie.seats, pack))
    if outcome.open_seats and not count.lacks_turnout:
        after.append(sentences.seats_open(outcome.open_seats, election.seats, len(outcome.elected), pack))
    if election.voted is not None:
        after.append(sentences.turnout(election.voted, election.summoned or 0, again=election.again, follows=pack.turnout))
    elif pack.turnout and election.summoned and count.collected * 2 <= election.summoned:
        after.append(sentences.half_did_not_take_part(count.collected, election.summoned, pack.turnout))
    roll = election.summoned if majority.of_valid else outcome.base
    if roll is not None and pack.sources and election.issued > roll:
        after.append(sentences.more_issued_than_roll(election.issued, roll, majority.rule))
    return [*(Finding(None, each) for each in about), *(Finding(at, _of_candidate(at, count, outcome)) for at in range(len(outcome.votes))),
            *(Finding(None, each) for each in after)]


def _findings_of_part(count: Count, outcome: Outcome) -> list[Finding]:
    """Every sentence of one polling area: the rules, what each candidate has in it, what does not count, who voted."""
    election, majority = count.election, count.majority
    after = [sentences.not_valid(reason, number, count.pack.invalid_rule) for reason, number in sorted(outcome.invalid.items())]
    if election.voted is not None:
        after.append(sentences.turnout_of_part(election.voted, election.summoned or 0))
    return [Finding(None, sentences.pack_used(count.pack)), *(Finding(at, sentences.in_part(votes, outcome.base, majority)) for at, votes in enumerate(outcome.votes)),
            *(Finding(None, each) for each in after)]


def _of_candidate(at: int, count: Count, outcome: Outcome) -> Reason:
    votes, base, majority, labels = outcome.votes[at], outcome.base, count.majority, count.election.candidates
    alike = [other for other, number in enumerate(outcome.votes) if other != at and number == votes]

    def named(places: Collection[int]) -> list[str]:
        return [labels[other] for other in alike if other in places]

    if votes < outcome.threshold:
        return sentences.below_half(votes, base, majority, outcome.threshold)
    if count.lacks_turnout:
        return sentences.without_turnout(votes, base, majority)
    if outcome.tie and at in outcome.tie.candidates:
        return sentences.tied(votes, base, majority, count.pack, named(outcome.tie.candidates), outcome.tie.seats)
    if at in outcome.elected:
        without = named([other for other in alike if other not in outcome.elected])
        return sentences.elected_by_age(votes, base, majority, without) if without else sentences.elected(votes, base, majority)
    older = named(outcome.elected) or named(outcome.tie.candidates if outcome.tie else ())
    return sentences.younger(votes, base, majority, older) if older else sentences.over_half_without_seat(votes, base, majority, count.election.seats)
