"""The codes of the forms that the road to membership uses (NM-22). From memory, unverified: an installation shows them as such."""

from kientoan.rules.development import Stage

FORMS: dict[Stage, str] = {
    Stage.APPLICATION: "1-KNĐ", Stage.CV: "2-KNĐ", Stage.OPINIONS: "5-KNĐ", Stage.CELL: "6-KNĐ", Stage.GRASSROOTS: "8-KNĐ", Stage.DECISION: "9-KNĐ", Stage.MEMBER_CV: "1-HSĐV",
    Stage.REVIEW: "14-KNĐ", Stage.RECOGNISED: "17-KNĐ",
}
"""By the stage whose paper it is."""
INTRODUCTION, YOUTH_RESOLUTION = "3-KNĐ", "4-KNĐ"
"""What introduces somebody, kept with the application: of an official member, and of the Youth Union."""


def form_of(stage: Stage) -> str:
    """The code of a stage's form; empty for none."""
    return FORMS.get(stage, "")
