"""What is said to the operator, and what is asked."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.place import Stop


@dataclass(frozen=True, slots=True)
class Console:
    """A terminal. YES=1 answers the questions; what has to be typed is answered by CONFIRM=<the word> alone."""

    yes: bool = False
    word: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Console":
        """The console of this process."""
        return cls(environ.get("YES", "") not in {"", "0"}, environ.get("CONFIRM", ""))

    def say(self, text: str = "") -> None:
        """Tell something, at once."""
        print(text, flush=True)

    def step(self, text: str) -> None:
        """Tell what comes next."""
        self.say(f"\n==> {text}")

    def ask(self, question: str) -> None:
        """Stop unless the operator agrees."""
        if self.yes:
            return self.say(f"{question} yes (YES=1)")
        if self._answer(f"{question} Type yes to go on: ", "YES=1") != "yes":
            raise Stop("Not confirmed: nothing more was done.")
        return None

    def ask_for(self, word: str, question: str) -> None:
        """Stop unless the operator types this word."""
        if self.word == word:
            return self.say(f"{question} {word} (CONFIRM={word})")
        if self._answer(f"{question} Type {word} to go on: ", f"CONFIRM={word}") != word:
            raise Stop(f"Not confirmed (that was not {word}): nothing more was done.")
        return None

    def _answer(self, text: str, instead: str) -> str:
        if not sys.stdin.isatty():
            raise Stop(f"This has to be confirmed, and there is no terminal to ask at: set {instead}.")
        return input(text).strip()
