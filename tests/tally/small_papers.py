"""Papers of small meetings.

They can be as small as one item with two options (`TINY`), where a test has to verify hundreds of
records, or a double evaluation with a recommendation (`FULL`).
"""

from __future__ import annotations

from meeting.definition.paper import Option, Paper, PaperItem, Rate
from meeting.definition.person import Person

GRADES = (
    Option("excellent", "优秀", "Excellent"),
    Option("competent", "称职", "Competent"),
    Option("not-competent", "不称职", "Not competent"),
)
COMPETENT = Rate(
    "competent-or-better", "称职以上率", "Competent or better", ("excellent", "competent"), "valid"
)
MOVES = (Option("stay", "留任", "Stay"), Option("move", "交流", "Transfer"))
PEOPLE = (
    Person("chen", "陈志远", "Chen Zhiyuan", "镇长", "Head"),
    Person("lin", "林 嵘", "Lin Rong", "副镇长", "Deputy head"),
)


def evaluation(people: tuple[Person, ...]) -> Paper:
    """The team, and everybody with a grade and a move."""
    items = [
        PaperItem("team", None, "对镇班子的评价", "The team", GRADES, 1, 1, True, (COMPETENT,))
    ]
    for person in people:
        items += [
            PaperItem(
                f"{person.id}-grade", person, "评价", "Grade", GRADES, 1, 1, True, (COMPETENT,)
            ),
            PaperItem(f"{person.id}-move", person, "去向", "Placement", MOVES, 1, 1, True),
        ]
    return Paper(
        "evaluation", "evaluation", "届末民主测评", "Evaluation", "", "", "valid", tuple(items)
    )


def recommendation(people: tuple[Person, ...]) -> Paper:
    """Two of the people, at most."""
    options = tuple(Option(person.id, person.name, person.name_en) for person in people)
    item = PaperItem("slate", None, "推荐人选", "Recommended", options, 1, 2, True)
    return Paper(
        "recommendation", "recommendation", "全额定向推荐", "Slate", "", "", "valid", (item,)
    )


FULL = (evaluation(PEOPLE), recommendation(PEOPLE))
TINY = (
    Paper(
        "tiny",
        "evaluation",
        "测评",
        "Evaluation",
        "",
        "",
        "valid",
        (PaperItem("chen-move", PEOPLE[0], "去向", "Placement", MOVES, 1, 1, True),),
    ),
)
