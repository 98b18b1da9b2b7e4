"""Papers: what a voter is asked, item by item, and the Belenios questions it makes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.election.ranking import RankingRule
from crypto.election.score import score_question
from crypto.election.write_in import write_in_question
from meeting.definition.paper_limits import AnyLimit
from meeting.definition.person import Person

EVALUATION = "evaluation"
RECOMMENDATION = "recommendation"
SCORE = "score"
DECISION = "decision"
"""票决: each person is approved, opposed, or abstained from."""
POSTS = "posts"
"""全额定向推荐: an item for each post, whose options are people."""
SURVEY = "survey"
"""About nobody in particular: a report, problems that are ticked, suggestions that are written."""
KINDS = (EVALUATION, RECOMMENDATION, SCORE, DECISION, POSTS, SURVEY)
_CHOOSING = (RECOMMENDATION, SCORE, POSTS)
_SAYING = (EVALUATION, DECISION)
_NAMING = (RECOMMENDATION, DECISION, POSTS)
DENOMINATORS = ("entitled", "present", "issued", "returned", "valid")
ABSTAIN = "abstain"
"""The reserved option id of 弃权; on the ballot it is Belenios' blank slot."""

CHOICE = "choice"
WRITE_IN = "write_in"
RANKING = "ranking"
SCORES = "score"
FORMS = (CHOICE, WRITE_IN, RANKING, SCORES)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be ticked. On a recommendation paper `id` is a person's id."""

    id: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure of an item: the sum of some options over a denominator (称职以上率 …)."""

    id: str
    name: str
    name_en: str
    options: tuple[str, ...]
    denominator: str


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question of a paper = one Belenios question; `subject` None: the team as a whole.

    `post` is the id of the post that it is about, on papers that ask about posts.

    `form` says how it is answered:

    - `choice`: between `minimum` and `maximum` options are ticked, or, where `abstain`,
      none and the blank slot instead;
    - `write_in`: a name, or a text as short, is written, or nothing; no options, `minimum` 0,
      `maximum` 1;
    - `ranking`: the options, who are people, are put into `maximum` places, of which at
      least `minimum` must be filled from the first on;
    - `score`: every option, who is a person, is given 0 to 100 with one decimal.

    All but choices are *single answers*: shuffled, then opened one by one, without their authors.
    """

    id: str
    subject: Person | None
    prompt: str
    prompt_en: str
    options: tuple[Option, ...]
    minimum: int
    maximum: int
    abstain: bool
    rates: tuple[Rate, ...] = ()
    form: str = CHOICE
    post: str = ""

    @property
    def name(self) -> str:
        """What it shares with those that ask the same: `evaluation` for `p1-evaluation`."""
        about = self.subject.id if self.subject is not None else self.post
        name = self.id.removeprefix(f"{about}-") if about else self.id
        head, _dash, number = name.rpartition("-")
        numbered = self.form in (WRITE_IN, SCORES) and head and number.isdecimal()
        return head if numbered else name

    @property
    def names(self) -> tuple[str, ...]:
        """By what limits and rules may call it: its name, that of a post's items, its own id."""
        of_post = (f"{self.post}-{self.name}",) if self.post else ()
        return tuple(dict.fromkeys((self.name, *of_post, self.id)))

    @property
    def is_single(self) -> bool:
        """Whether its answers are opened one by one instead of being added up encrypted."""
        return self.form != CHOICE

    @property
    def ranking(self) -> RankingRule:
        """The rule of a ranking; raises ParseError for one that nobody could make."""
        return RankingRule(len(self.options), self.maximum, self.minimum)


@dataclass(frozen=True, slots=True)
class Paper:
    """票: a form with items. `denominator` is that of each single option's rate.

    `at_most`, unless 0, limits the names on the whole paper, ticked and written in together;
    `limits` are others across its questions. No ballot can prove that it keeps to them: the kiosk
    enforces them, and the count checks the sums.
    """

    id: str
    kind: str
    title: str
    title_en: str
    instructions: str
    instructions_en: str
    denominator: str
    items: tuple[PaperItem, ...]
    at_most: int = 0
    limits: tuple[AnyLimit, ...] = ()

    @property
    def people_are_options(self) -> bool:
        """Whether people are chosen among, or else something is said of each, or of nobody."""
        return self.kind in _CHOOSING

    @property
    def says_of_each(self) -> bool:
        """Whether something is said of each person, or of the team: a grade, or a decision."""
        return self.kind in _SAYING

    @property
    def lines_name_people(self) -> bool:
        """Whether what is written on its lines are names, or else texts of any kind."""
        return self.kind in _NAMING

    def named(self, names: Collection[str]) -> tuple[PaperItem, ...]:
        """The items of these names or ids, in the paper's order; all where none is given."""
        return tuple(
            item for item in self.items if not names or not set(item.names).isdisjoint(names)
        )

    @property
    def screens(self) -> tuple[tuple[PaperItem, ...], ...]:
        """The items that a kiosk shows at one time: all about one person, or lines together."""
        together = _subject if self.says_of_each else _line
        return tuple(tuple(items) for _, items in groupby(self.items, key=together))

    @property
    def named_items(self) -> tuple[PaperItem, ...]:
        """The items whose names `at_most` counts: those ticked, and those written in."""
        return tuple(item for item in self.items if item.form in (CHOICE, WRITE_IN))


def _subject(item: PaperItem) -> object:
    return item.subject, item.is_single


def _line(item: PaperItem) -> object:
    return item.form if item.form == WRITE_IN else item.id


def question_of(paper: Paper, item: PaperItem) -> AnyQuestion:
    """Write an item as a Belenios question: plain text that also reads well in other programs.

    Raises ParseError for an item that makes no question; `paper_consistency` finds it before.
    """
    if item.subject is None:
        text = f"{paper.title} · {item.prompt}"
    else:
        text = f"{paper.title} · {item.subject.display_name} · {item.prompt}"
    if item.form == WRITE_IN:
        return write_in_question(text)
    if item.form == RANKING:
        return item.ranking.question(text)
    names = tuple(option.label for option in item.options)
    if item.form == SCORES:
        return score_question(text, names)
    return Question(
        question=text,
        answers=names,
        minimum=item.minimum,
        maximum=item.maximum,
        blank=True if item.abstain else None,
    )
