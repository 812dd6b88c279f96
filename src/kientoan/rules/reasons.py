"""Outcomes that explain themselves in Vietnamese and English."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why a rule answered as it did.

    Parameters:
        vi: the sentence in Vietnamese, with its figures.
        en: the same sentence in English.
        rule: the rule's id in the domain rules, such as ``CG-28``; empty for plain arithmetic.
        blocks: whether the outcome refuses, or only warns.
    """

    vi: str
    en: str
    rule: str = ""
    blocks: bool = True

    def in_language(self, language: str) -> str:
        """The sentence in ``language`` (``vi`` or any code beginning with ``en``)."""
        return self.en if language.startswith("en") else self.vi
