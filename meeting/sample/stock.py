"""Invented people: names put together from common surnames and given names, and usual posts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

_SURNAMES: Final = (
    *("周 Zhou", "陈 Chen", "林 Lin", "黄 Huang", "梁 Liang", "谢 Xie", "何 He", "唐 Tang"),
    *("罗 Luo", "吴 Wu", "邓 Deng", "温 Wen", "刘 Liu", "曾 Zeng", "彭 Peng", "钟 Zhong"),
    *("苏 Su", "叶 Ye", "余 Yu", "杜 Du", "程 Cheng", "袁 Yuan", "傅 Fu", "沈 Shen"),
)
_MEN: Final = (
    *("启明 Qiming", "志远 Zhiyuan", "家骏 Jiajun", "国栋 Guodong", "振宇 Zhenyu"),
    *("伟强 Weiqiang", "建平 Jianping", "少华 Shaohua", "俊杰 Junjie", "文涛 Wentao"),
    *("海波 Haibo", "立群 Liqun", "学军 Xuejun", "明辉 Minghui", "宏伟 Hongwei"),
    *("永生 Yongsheng", "大成 Dacheng"),
)
_WOMEN: Final = (
    *("素芬 Sufen", "雨桐 Yutong", "婉清 Wanqing", "秀兰 Xiulan", "晓岚 Xiaolan", "玉珠 Yuzhu"),
    *("静怡 Jingyi", "丽华 Lihua", "春燕 Chunyan", "红霞 Hongxia", "美玲 Meiling"),
)
_STAFF: Final = {
    "township": (
        ("", "", "镇党委书记", "Party secretary"),
        ("", "", "镇党委副书记、镇长", "Deputy party secretary, township head"),
        ("", "", "镇党委副书记", "Deputy party secretary"),
        ("", "", "镇人大主席", "Chair of the township congress"),
        ("", "", "镇党委委员、纪委书记", "Party committee member, discipline secretary"),
        ("", "", "镇党委委员、组织委员", "Party committee member, organisation"),
        ("", "", "镇党委委员、常务副镇长", "Party committee member, first deputy head"),
        ("", "", "镇党委委员、宣传委员", "Party committee member, publicity"),
        ("", "", "镇党委委员、武装部长", "Party committee member, armed forces"),
        ("", "", "副镇长", "Deputy township head"),
    ),
    "county": (
        ("县农业农村局", "Agriculture bureau", "副局长", "Deputy director"),
        ("县委组织部", "Organisation department", "科长", "Section head"),
        ("县财政局", "Finance bureau", "副局长", "Deputy director"),
        ("东堤镇", "Dongdi township", "副镇长", "Deputy township head"),
        ("县水利局", "Water bureau", "副局长", "Deputy director"),
        ("团县委", "Youth league", "副书记", "Deputy secretary"),
        ("西埔镇", "Xipu township", "党委委员", "Party committee member"),
        ("县教育局", "Education bureau", "副局长", "Deputy director"),
        ("县委办公室", "Committee office", "副主任", "Deputy head of office"),
        ("县交通运输局", "Transport bureau", "副局长", "Deputy director"),
    ),
    "appointees": (
        ("县农业农村局", "Agriculture bureau", "副局长", "Deputy director"),
        ("县委组织部", "Organisation department", "科长", "Section head"),
        ("县财政局", "Finance bureau", "副局长", "Deputy director"),
        ("东堤镇", "Dongdi township", "副镇长", "Deputy township head"),
        ("县水利局", "Water bureau", "副局长", "Deputy director"),
    ),
    "bureau": (
        ("稽查分局", "Inspection branch", "副科长", "Deputy section head"),
        ("办公室", "Office", "主任科员", "Senior staff"),
        ("质量科", "Quality section", "科员", "Staff"),
        ("计量所", "Metrology institute", "副所长", "Deputy head"),
        ("标准化科", "Standards section", "科员", "Staff"),
    ),
}
_VOTERS: Final = "赵钱孙李郑王冯卫蒋韩杨朱秦许吕施张孔曹严华金魏陶姜戚邹喻柏窦章云潘葛范鲁韦方夏胡"
_VOTERS_GIVEN: Final = (
    *("文博", "海燕", "建国", "丽娟", "志强", "雪梅", "天佑", "春华", "永康", "若兰"),
    *("德明", "思源", "玉珍", "光耀", "慧敏", "长青", "晓东", "月娥", "伯安", "清扬"),
    *("立新", "秋菊", "维民"),
)
_FORMER: Final = (
    ("县农业农村局办公室主任", "Head of office, agriculture bureau"),
    ("县委组织部副科长", "Deputy section head, organisation department"),
    ("县财政局预算科科长", "Head of budgets, finance bureau"),
    ("东堤镇党政办主任", "Head of office, Dongdi township"),
    ("县水利局工程科科长", "Head of works, water bureau"),
)
"""What the newly appointed were before, in the order of their posts."""
_UNITS: Final = ("党政办", "财政所", "农业站", "派出所", "中心小学", "卫生院", "东堤村", "西埔村")
TELLERS: Final = ("何静宜", "罗永辉", "潘素云")


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody who is voted on; of the newly appointed, also what they were, and since when."""

    name: str
    name_en: str
    unit: str
    unit_en: str
    post: str
    post_en: str
    birth: str
    years: int
    sex: str = ""
    former_post: str = ""
    former_post_en: str = ""
    since: str = ""


def staffs() -> Collection[str]:
    """The kinds of posts that there are."""
    return _STAFF.keys()


def made_up(count: int, women: Collection[int], staff: str) -> Iterator[MadeUp]:
    """Yield so many people with names of their own; `women` are positions, from 1."""
    posts = _STAFF[staff]
    for at in range(count):
        surname, surname_en = _SURNAMES[at % len(_SURNAMES)].split()
        given = _WOMEN if at + 1 in women else _MEN
        name, name_en = given[(at * 5 + 2 * (at // len(_SURNAMES))) % len(given)].split()
        unit, unit_en, post, post_en = posts[
            min(at, len(posts) - 1) if staff == "township" else at % len(posts)
        ]
        made = MadeUp(
            surname + name,
            f"{surname_en} {name_en}",
            unit,
            unit_en,
            post,
            post_en,
            f"{1970 + at * 7 % 19}-{1 + at * 5 % 12:02}",
            1 + at * 3 % 6,
        )
        yield _appointed(made, at, woman=at + 1 in women) if staff == "appointees" else made


def _appointed(made: MadeUp, at: int, *, woman: bool) -> MadeUp:
    """The same, appointed this year: no years in the post yet."""
    former, former_en = _FORMER[at % len(_FORMER)]
    return replace(
        made,
        years=0,
        sex="女" if woman else "男",
        former_post=former,
        former_post_en=former_en,
        since=f"2026-{1 + at * 2 % 9:02}",
    )


def voters(count: int) -> Iterator[tuple[str, str]]:
    """Yield the name and the unit of so many voters, each different."""
    for at in range(count):
        name = _VOTERS[at % len(_VOTERS)] + _VOTERS_GIVEN[at * 7 % len(_VOTERS_GIVEN)]
        round_ = at // (len(_VOTERS) * len(_VOTERS_GIVEN))
        yield name, _UNITS[at % len(_UNITS)] + (f"{round_ + 1}组" if round_ else "")
