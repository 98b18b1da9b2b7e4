"""Write the examples' spreadsheets anew: `python -m meeting.examples.township_lists`.

Both townships have the same people; only the English one says their names and posts twice. All
names are put together from common surnames and given names and mean nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from meeting.examples import TOWNSHIP, TOWNSHIP_EN
from meeting.examples.workbook import write_list

PEOPLE_HEADINGS = (
    *("编号", "姓名", "英文姓名", "职务", "英文职务", "出生年月", "任现职年数", "备注"),
)
PEOPLE = (
    ("p01", "周启明", "Zhou Qiming", "镇党委书记", "Party secretary", "1971-08", 5, ""),
    (
        *("p02", "陈志远", "Chen Zhiyuan", "镇党委副书记、镇长"),
        *("Deputy party secretary, township head", "1974-03", 4, ""),
    ),
    ("p03", "林嵘", "Lin Rong", "镇党委副书记", "Deputy party secretary", "1976-11", 3, ""),
    (
        *("p04", "黄素芬", "Huang Sufen", "镇人大主席"),
        *("Chair of the township congress", "1969-05", 6, ""),
    ),
    (
        *("p05", "梁家骏", "Liang Jiajun", "镇党委委员、纪委书记"),
        *("Party committee member, discipline secretary", "1978-02", 2, ""),
    ),
    (
        *("p06", "谢雨桐", "Xie Yutong", "镇党委委员、组织委员"),
        *("Party committee member, organisation", "1982-09", 3, ""),
    ),
    (
        *("p07", "何国栋", "He Guodong", "镇党委委员、常务副镇长"),
        *("Party committee member, first deputy head", "1975-12", 4, ""),
    ),
    (
        *("p08", "唐婉清", "Tang Wanqing", "镇党委委员、宣传委员"),
        *("Party committee member, publicity", "1984-06", 1, ""),
    ),
    (
        *("p09", "罗振宇", "Luo Zhenyu", "镇党委委员、武装部长"),
        *("Party committee member, armed forces", "1979-10", 5, ""),
    ),
    ("p10", "吴秀兰", "Wu Xiulan", "副镇长", "Deputy township head", "1977-07", 3, ""),
    ("p11", "邓伟强", "Deng Weiqiang", "副镇长", "Deputy township head", "1980-01", 2, ""),
    ("p12", "温晓岚", "Wen Xiaolan", "副镇长", "Deputy township head", "1986-04", 1, ""),
)

CHINESE = ("姓名", "职务", "出生年月", "任现职年数", "备注")
"""The columns of a list without a word of English; ids are given by the program."""

ROSTER_HEADINGS = ("姓名", "单位", "职务", "票种")
SURNAMES = "赵钱孙李郑王冯卫蒋沈韩杨朱秦许吕施张孔曹严华金魏陶姜戚邹喻柏窦章云苏潘葛范彭鲁韦"
GIVEN = (
    *("文博", "海燕", "建国", "丽娟", "志强", "雪梅", "天佑", "春华", "永康", "若兰"),
    *("德明", "思源", "玉珍", "光耀", "慧敏", "长青", "晓东", "月娥", "伯安", "清扬"),
    *("立新", "秋菊", "维民"),
)
UNITS = {
    "A": (12, ("县委办公室", "县政府办公室", "县委组织部", "县纪委"), "县级领导"),
    "B": (
        28,
        ("镇党政办", "镇财政所", "镇农业站", "镇派出所", "镇中心小学", "镇卫生院"),
        "科级干部",
    ),
    "C": (22, ("东堤村", "西埔村", "南田村", "北岭村", "上洞村"), "代表"),
}


def voters() -> Iterable[tuple[str, str, str, str]]:
    """Yield 62 voters, names all different."""
    number = 0
    for group, (count, units, post) in UNITS.items():
        for index in range(count):
            name = SURNAMES[number % len(SURNAMES)] + GIVEN[(number * 7) % len(GIVEN)]
            yield name, units[index % len(units)], post, f"{group}票"
            number += 1


def chinese_people() -> Iterable[Sequence[str | int]]:
    """Yield the people with the Chinese columns alone."""
    columns = [PEOPLE_HEADINGS.index(heading) for heading in CHINESE]
    for person in PEOPLE:
        yield [person[column] for column in columns]


if __name__ == "__main__":
    write_list(TOWNSHIP / "people.xlsx", "被测评人", CHINESE, chinese_people())
    write_list(TOWNSHIP_EN / "people.xlsx", "被测评人", PEOPLE_HEADINGS, PEOPLE)
    for folder in (TOWNSHIP, TOWNSHIP_EN):
        write_list(folder / "roster.xlsx", "应到名册", ROSTER_HEADINGS, voters())
