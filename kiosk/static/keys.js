// Keys on the screen for the lines of a paper: pinyin to characters, or letters. They write into the
// same line as a keyboard, whose letters become characters in the same way. Nothing that is typed
// is kept anywhere but in the line; the table comes whole, before the first key is pressed.
import { candidates, read } from "./pinyin.js";

const panel = document.getElementById("keys");
const lines = [...document.querySelectorAll("#lines input[type=text]")];
const pending = panel.querySelector(".pending");
const back = panel.querySelector(".back");
const found = panel.querySelector(".found");
const names = [...new Set(panel.dataset.names.split("\n").filter(Boolean))];
const BUDGET = 13; // candidates of one character that stand beside one another
const ROWS = { pinyin: ["qwertyuiop", "asdfghjklü", "'zxcvbnm·⌫"], letters: ["qwertyuiop", "asdfghjkl-", "⇧zxcvbnm·⌫"] };
let table = null;
let mode = panel.dataset.mode;
let line = lines[0];
let typed = "";
let shown = []; // pages of candidates
let at = 0;
let capital = false;

function changed() {
  line.dispatchEvent(new Event("input", { bubbles: true }));
  line.setSelectionRange(line.value.length, line.value.length);
}
function write(text) {
  if (line.maxLength > 0 && text.length > line.maxLength) return;
  line.value = text;
  changed();
}

// Candidates in pages that fit beside one another: a name takes more room than a character.
function inPages(list) {
  const pages = [];
  let room = 0;
  for (const each of list) {
    const cost = Math.max(1, ([...each.text].length + 1) / 2);
    if (room < cost) {
      pages.push([]);
      room = BUDGET;
    }
    pages.at(-1).push(each);
    room -= cost;
  }
  return pages;
}
function button(text, name, press, kind) {
  const key = document.createElement("button");
  key.type = "button";
  key.tabIndex = -1;
  key.className = kind;
  key.textContent = text;
  if (name) key.setAttribute("aria-label", name);
  key.addEventListener("click", press);
  return key;
}
function tell() {
  pending.textContent = typed.replaceAll("v", "ü");
  back.textContent = line.value;
  back.lang = "zh-Hans";
  found.replaceChildren(
    ...(shown[at] || []).map((each) => button(each.text, "", () => choose(each), "candidate")),
    ...(shown.length > 1 ? [
      button("‹", panel.dataset.before, () => turn(-1), "turn"),
      button("›", panel.dataset.after, () => turn(1), "turn"),
    ] : []),
  );
  panel.classList.remove("unfinished");
}
function turn(step) {
  at = (at + step + shown.length) % shown.length;
  tell();
}
function look() {
  shown = table && typed ? inPages(candidates(table, names, line.value, typed)) : [];
  at = 0;
  tell();
}
function choose({ text, whole, used }) {
  typed = typed.slice(used);
  write(whole ? text : line.value + text);
  look();
}
function type(letter) {
  typed += letter;
  look();
}
function erase() {
  if (typed) typed = typed.slice(0, -1);
  else write([...line.value].slice(0, -1).join(""));
  look();
}
function press(key) {
  if (key === "⌫") return erase();
  if (key === "⇧") {
    capital = !capital;
    return draw();
  }
  if (key === "·" || key === " ") {
    if (typed && shown[0]) choose(shown[0][0]);
    if (key === "·" || mode === "letters") write(line.value + key);
    return draw();
  }
  if (mode === "pinyin") return type(key === "ü" ? "v" : key);
  const first = line.value === "" || /[\s·-]$/.test(line.value);
  write(line.value + (capital || first ? key.toUpperCase() : key));
  capital = false;
  return draw();
}
function draw() {
  const board = panel.querySelector(".board");
  const spoken = { "⌫": panel.dataset.erase, "⇧": panel.dataset.capital, "·": panel.dataset.dot };
  const big = mode === "letters" && (capital || line.value === "" || /[\s·-]$/.test(line.value));
  board.replaceChildren(...ROWS[mode].map((row) => {
    const keys = document.createElement("div");
    keys.append(...[...row].map((key) => button(big ? key.toUpperCase() : key, spoken[key], () => press(key), "key")));
    return keys;
  }));
  panel.querySelector("[data-do=mode]").textContent = mode === "pinyin" ? "ABC" : panel.dataset.pinyin;
  panel.classList.toggle("letters", mode === "letters");
  look();
}
function open(input) {
  line = input;
  typed = "";
  panel.hidden = false;
  for (const each of lines) each.closest(".line").classList.toggle("writing", each === line);
  draw();
  line.closest(".line").scrollIntoView({ block: "nearest" });
}
const close = () => {
  panel.hidden = true;
  typed = "";
  for (const each of lines) each.closest(".line").classList.remove("writing");
};

panel.addEventListener("pointerdown", (event) => event.preventDefault()); // the line keeps the focus
panel.addEventListener("mousedown", (event) => event.preventDefault());
panel.querySelector("[data-do=mode]").addEventListener("click", () => {
  mode = mode === "pinyin" && table ? "letters" : table ? "pinyin" : "letters";
  typed = "";
  draw();
});
panel.querySelector("[data-do=space]").addEventListener("click", () => press(" "));
panel.querySelector("[data-do=close]").addEventListener("click", close);

// A keyboard: its small letters are pinyin as well, unless an input method or a Latin word is at it.
function fromKeyboard(event) {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || panel.hidden || mode !== "pinyin") return;
  const { key } = event;
  const digit = Number(key);
  if (typed && key === "Backspace") erase();
  else if (typed && (key === " " || key === "Enter") && shown[at]) choose(shown[at][0]);
  else if (typed && digit >= 1 && shown[at]?.[digit - 1]) choose(shown[at][digit - 1]);
  else if (typed && key === "Escape") {
    typed = "";
    look();
  } else if (/^[a-zü]$/.test(key) && !/[A-Za-z]$/.test(line.value)) type(key === "ü" ? "v" : key);
  else if (typed && key === "'") type(key);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
for (const each of lines) {
  each.inputMode = "none"; // no keys of the system's own over ours
  each.addEventListener("focus", () => open(each));
  each.addEventListener("keydown", fromKeyboard, true);
  each.addEventListener("input", () => { if (each === line) back.textContent = line.value; });
}
// Letters that are no character yet stand in no line: whoever goes on is told so first.
document.querySelector("footer .go.main").addEventListener("click", (event) => {
  if (panel.hidden || !typed) return;
  event.preventDefault();
  panel.classList.add("unfinished");
});

try {
  const answer = await fetch(panel.dataset.table);
  if (answer.ok) table = read(await answer.text());
} catch { /* letters can be written all the same */ }
if (!table) mode = "letters";
if (document.activeElement && lines.includes(document.activeElement)) open(document.activeElement);
panel.dataset.ready = "yes";
