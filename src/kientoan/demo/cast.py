"""Invented people: names drawn from common parts with a fixed seed. Any likeness to a living person is chance."""

import random
from dataclasses import dataclass
from datetime import date

from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.people.operations import NewMembership, NewPerson, Profile
from kientoan.rules.persons import Birth, Precision

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Dương", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Lý", "Nông", "Ma", "Hứa", "Tạ", "Lưu", "Đào")
MALE_MIDDLE = ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Công", "Đình", "Bá", "Ngọc")
FEMALE_MIDDLE = ("Thị", "Thị Thu", "Thị Minh", "Thị Hồng", "Thị Kim", "Thị Ngọc", "Thị Thanh", "Thị Bích")
MALE_GIVEN = ("An", "Bình", "Chiến", "Cường", "Dũng", "Đạt", "Đông", "Hải", "Hiếu", "Hòa", "Hùng", "Khánh", "Kiên", "Lâm", "Long", "Lượng", "Mạnh",
              "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quyết", "Sơn", "Tài", "Thắng", "Thành", "Thịnh", "Tiến", "Toàn", "Trung", "Trường", "Tuấn", "Vinh")
FEMALE_GIVEN = ("Anh", "Ánh", "Châu", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hồng", "Huệ", "Hương", "Lan", "Liên", "Linh",
                "Loan", "Mai", "Nga", "Ngân", "Nguyệt", "Nhung", "Oanh", "Phương", "Quyên", "Tâm", "Thảo", "Thơm", "Thủy", "Trang", "Tuyết", "Vân", "Yến")
MINORITIES = ("Tày", "Nùng", "Sán Dìu", "Sán Chay", "Dao")
PLACES = ("Phú Bình", "Phổ Yên", "Đồng Hỷ", "Võ Nhai", "Đại Từ", "Phú Lương", "Định Hóa")


@dataclass(frozen=True)
class Part:
    """What a person of the story is to be.

    Parameters:
        born: the years between which they are born.
        schooled: how far their studies go: 0 a hamlet's officer, 1 a commune's.
        women: how many of a hundred are women.
    """

    born: tuple[int, int] = (1955, 1985)
    schooled: int = 0
    women: int = 25


class Cast:
    """Makes people one after another; the same every time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.made = seed % 100 * 10_000

    def person(self, key: str, unit_id: int, part: Part = Part(), *, membership: NewMembership | None = None) -> NewPerson:  # frozen
        """A person to be entered at a unit."""
        chance = self.chance
        self.made += 1
        woman = chance.randrange(100) < part.women
        name = self.name(woman=woman)
        year = chance.randrange(*part.born)
        precision = Precision.YEAR if year < 1960 and chance.randrange(3) == 0 else Precision.DAY
        born = date(year, 1, 1) if precision is Precision.YEAR else date(year, chance.randrange(1, 13), chance.randrange(1, 29))
        minority = chance.randrange(100) < 22
        profile = Profile(
            name, "female" if woman else "male", Birth(born, precision), f"{chance.choice(PLACES)}, Thái Nguyên",
            chance.choice(MINORITIES) if minority else "Kinh", member_card=f"19.{self.made:07}" if membership else "")
        return NewPerson(key, unit_id, profile, qualifications=self._studies(part), membership=membership)

    def name(self, *, woman: bool) -> str:
        """A full name."""
        chance = self.chance
        return f"{chance.choice(SURNAMES)} {chance.choice(FEMALE_MIDDLE if woman else MALE_MIDDLE)} {chance.choice(FEMALE_GIVEN if woman else MALE_GIVEN)}"

    def _studies(self, part: Part) -> tuple[tuple[QualificationField, QualificationLevel], ...]:
        chance = self.chance
        profession = chance.choice((QualificationLevel.PROFESSION_UNIVERSITY, QualificationLevel.PROFESSION_UNIVERSITY, QualificationLevel.PROFESSION_COLLEGE)
                                   if part.schooled else
                                   (QualificationLevel.PROFESSION_NONE, QualificationLevel.PROFESSION_NONE, QualificationLevel.PROFESSION_INTERMEDIATE))
        theory = chance.choice((QualificationLevel.THEORY_INTERMEDIATE, QualificationLevel.THEORY_INTERMEDIATE, QualificationLevel.THEORY_ADVANCED)
                               if part.schooled else
                               (QualificationLevel.THEORY_NONE, QualificationLevel.THEORY_ELEMENTARY, QualificationLevel.THEORY_ELEMENTARY))
        return ((QualificationField.SCHOOLING, QualificationLevel.SCHOOLING_12_12), (QualificationField.PROFESSION, profession),
                (QualificationField.POLITICAL_THEORY, theory))
