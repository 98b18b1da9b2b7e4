// Limits across the questions of a paper: the count of this screen and the others, while it is
// filled in. Nothing is changed or taken away; the kiosk itself decides when the screen is left.
const counts = [...document.querySelectorAll(".limit[data-fields]")].map((count) => {
  const names = new Set(count.dataset.fields.split(" "));
  const answers = new Set(count.dataset.answers.split(" ").filter(Boolean));
  return { count, names, answers };
});
const inputs = [...document.querySelectorAll("main input:not([type=hidden])")];
const isGiven = (input) => (input.type === "text" ? input.value.trim() !== "" : input.checked && input.value !== "abstain");
// A score in tenths of a point, read as the kiosk reads it; none is not a number, and counts nowhere.
const SCORE = /^(?:100(?:\.0)?|[1-9]?\d(?:\.\d)?)$/u;
function tenths(text) {
  const typed = text.normalize("NFKC").trim().replace("。", ".");
  return SCORE.test(typed) ? Math.round(Number(typed) * 10) : NaN;
}
const isMeant = (input, { count, answers }) => {
  const { lowest, highest } = count.dataset;
  if (lowest !== undefined) return tenths(input.value) >= Number(lowest) && tenths(input.value) <= Number(highest);
  return answers.size === 0 || answers.has(input.value);
};
function tell(one) {
  const { count, names } = one;
  const { what, most, least, elsewhere, plain, full, over } = count.dataset;
  const here = inputs.filter((input) => names.has(input.name) && isGiven(input) && isMeant(input, one));
  const n = Number(elsewhere) + here.length;
  const limit = Number(most);
  const said = limit && n > limit ? over : limit && n === limit ? full : plain;
  count.textContent = said.replace("{what}", what).replace("{n}", n).replace("{most}", most)
    .replace("{least}", least).replace("{over}", n - limit);
  count.classList.toggle("full", Boolean(limit) && n > limit);
}
for (const kind of ["input", "change"]) document.addEventListener(kind, () => counts.forEach(tell));
counts.forEach(tell);
