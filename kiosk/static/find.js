// A long list of people: letters of pinyin that lead to those whose names begin so, initial by
// initial. Who is chosen already stays in sight; nothing is chosen or taken away by it.
import { letters, matches, read } from "./pinyin.js";

const bar = document.getElementById("find");
const people = bar ? [...document.querySelectorAll(".asks .opt.person")].map((option) => ({
  option, name: option.querySelector(".name").textContent, input: option.querySelector("input"),
})) : [];
const all = bar?.querySelector(".all");
let typed = "";
let table = null;

const begins = (name, start) => {
  const latin = letters(name).split(/[\s·-]+/).map((word) => word[0]).join("");
  return latin.startsWith(start) || matches(table, name, start);
};
function tell() {
  for (const { option, name, input } of people) option.hidden = !(input.checked || typed === "" || begins(name, typed));
  const next = [..."abcdefghijklmnopqrstuvwxyz"]
    .filter((letter) => people.some(({ name }) => begins(name, typed + letter)));
  bar.replaceChildren(all, ...next.map((letter) => {
    const key = document.createElement("button");
    key.type = "button";
    key.className = "key";
    key.textContent = `${typed}${letter}`.toUpperCase();
    key.addEventListener("click", () => {
      typed += letter;
      tell();
    });
    return key;
  }));
  all.setAttribute("aria-pressed", String(typed === ""));
}
if (bar) {
  const answer = await fetch(bar.dataset.table).catch(() => null);
  if (answer?.ok) {
    table = read(await answer.text());
    all.addEventListener("click", () => {
      typed = "";
      tell();
    });
    bar.hidden = false;
    tell();
  }
}
