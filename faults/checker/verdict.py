"""What an invariant says: how often it was looked at, and each time that it did not hold."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Violation:
    """One break of one invariant, with the token that leads to it."""

    invariant: str
    token: str
    words: str

    def __str__(self) -> str:
        return f"{self.invariant} {self.token}: {self.words}"


@dataclass
class Verdict:
    """Of one invariant. `checked` that is 0 means that there was nothing to look at."""

    invariant: str
    checked: int = 0
    violations: list[Violation] = field(default_factory=list)

    def expect(self, holds: object, token: str, words: str) -> bool:
        """Look once more; whether it holds."""
        self.checked += 1
        if not holds:
            self.violations.append(Violation(self.invariant, token, words))
        return bool(holds)
