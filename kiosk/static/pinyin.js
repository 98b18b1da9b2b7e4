// Pinyin to characters: what somebody may mean by the letters they typed. Pure; nothing is learned
// from anybody, so that nobody's candidates tell what was written before.

// The hundred commonest surnames stand before others at the beginning of a name.
const SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
  + "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
// Characters of many given names: after the surnames, and first inside a name.
const GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉红建国华玉春梅志海林晓俊峰鹏飞宇浩然婷雪琳佳欣怡博涵轩昊子"
  + "梓雨晨思雅诗嘉雯萍莉莹颖慧琴琼凤莲翠云月燕蓉芬芸瑞祥福荣庆贵生宝利民新永安忠义诚信德仁礼智成立东南西北山川波江河湖清源泉"
  + "维威巍蔚薇玮炜苇卫微振兴旺胜富康健宁定和顺良善美贤淑珍珠珊瑶璐瑾琪琦琛琨瑜璇彤彬斌斐帆凡繁光亮晖昱昌盛炎焱煜煌烨灿坤培"
  + "城堂均坚垚钧铭锋锐钢铁鑫银锦镇钰泽润涵淼洁浩淳渊瀚溪滨济润木森桐楠楚桦栋梁权柏松枫榕树柳杨一乐天元启学书艺达远进通道";
const DOUBLE_SURNAMES = [
  "欧阳", "上官", "司马", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "端木", "百里", "呼延", "南宫",
];
const LONGEST = 6; // letters of a syllable
const OF_EACH = 30; // characters of each syllable while one is not typed to its end
const HAN = /\p{Script=Han}/u;

// The table as `maintenance/pinyin.py` writes it: a syllable on each line, and its characters.
export function read(text) {
  const syllables = new Map();
  const readings = new Map();
  for (const line of text.split("\n").filter(Boolean)) {
    const [syllable, characters] = line.split(" ");
    syllables.set(syllable, [...characters]);
    for (const each of characters) readings.set(each, [...(readings.get(each) || []), syllable]);
  }
  return { syllables, readings, names: [...syllables.keys()] };
}

// Letters as they stand in the table: ü is v, everything is small.
export const letters = (typed) => typed.toLowerCase().replaceAll("ü", "v").replaceAll("’", "'");

// Whether `typed` is the beginning of how `name` is read: each character whole or shortened, at
// least to its first letter. What is no character, such as the dot of a name, is not typed. With
// `toItsEnd`, every character has to be begun.
export function matches(table, name, typed, toItsEnd = false) {
  const characters = [...name].filter((each) => HAN.test(each));
  const follows = (at, rest) => {
    if (rest.startsWith("'")) return follows(at, rest.slice(1));
    if (rest === "") return !toItsEnd || at === characters.length;
    if (at === characters.length) return false;
    return (table.readings.get(characters[at]) || []).some((reading) => {
      for (let many = Math.min(reading.length, rest.length); many > 0; many -= 1) {
        if (reading.startsWith(rest.slice(0, many)) && follows(at + 1, rest.slice(many))) return true;
      }
      return false;
    });
  };
  return follows(0, typed);
}

function begins(table, start) {
  return table.names.filter((each) => each.startsWith(start));
}

// Whether letters after a syllable can go on.
function goesOn(table, rest) {
  return rest === "" || rest.startsWith("'") || begins(table, rest[0]).length > 0;
}

// Characters for the first syllable of `typed`, each with the letters that it uses up.
function characters(table, typed, atStart) {
  const found = [];
  const add = (list, used) => found.push(...list.map((text) => ({ text, used })));
  for (let many = Math.min(LONGEST, typed.length); many > 0; many -= 1) {
    const start = typed.slice(0, many);
    const whole = table.syllables.get(start);
    if (whole && goesOn(table, typed.slice(many))) add(whole, many);
    const longer = many === typed.length ? begins(table, start).filter((each) => each !== start) : [];
    if (longer.length && !(whole && many > 2)) {
      add(longer.flatMap((each) => table.syllables.get(each).slice(0, OF_EACH)), many);
    }
  }
  const order = atStart ? SURNAMES + GIVEN : GIVEN;
  const place = ({ text, used }) => {
    const where = order.indexOf(text);
    return where < 0 || used !== found[0].used ? order.length : where;
  };
  return found.toSorted((one, other) => place(one) - place(other));
}

// What may be meant, best first: names of the meeting that begin with what is `written` and go on
// as `typed`, double surnames, characters. Each has the `text` that is added or, for a name, all of
// it, and how many of the letters it `used`.
export function candidates(table, names, written, typed) {
  const asked = letters(typed).replace(/^'+/, "");
  const skipped = typed.length - asked.length;
  if (asked === "") return [];
  const begun = (name) => name.startsWith(written) && matches(table, name.slice(written.length), asked);
  const known = names.filter((name) => name !== written && begun(name))
    .map((name) => ({ text: name, whole: true, used: typed.length }));
  const double = written ? [] : DOUBLE_SURNAMES
    .filter((each) => matches(table, each, asked, true))
    .map((text) => ({ text, used: typed.length }));
  const single = characters(table, asked, written === "").map(({ text, used }) => ({ text, used: used + skipped }));
  const seen = new Set();
  return [...known, ...double, ...single].filter(({ text }) => !seen.has(text) && seen.add(text));
}
