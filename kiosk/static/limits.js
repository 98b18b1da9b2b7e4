// Limits across the questions of a paper: the count of this screen and the others, while it is
// filled in. Nothing is changed or taken away; the kiosk itself decides when the screen is left.
const counts = [...document.querySelectorAll(".limit[data-fields]")].map((count) => {
  const names = new Set(count.dataset.fields.split(" "));
  const answers = new Set(count.dataset.answers.split(" ").filter(Boolean));
  return { count, names, answers };
});
const inputs = [...document.querySelectorAll("main input:not([type=hidden])")];
const isGiven = (input) => (input.type === "text" ? input.value.trim() !== "" : input.checked && input.value !== "abstain");
function tell({ count, names, answers }) {
  const { what, most, least, elsewhere, plain, full, over } = count.dataset;
  const here = inputs.filter((input) => names.has(input.name) && isGiven(input) && (answers.size === 0 || answers.has(input.value)));
  const n = Number(elsewhere) + here.length;
  const limit = Number(most);
  const said = limit && n > limit ? over : limit && n === limit ? full : plain;
  count.textContent = said.replace("{what}", what).replace("{n}", n).replace("{most}", most)
    .replace("{least}", least).replace("{over}", n - limit);
  count.classList.toggle("full", Boolean(limit) && n > limit);
}
for (const kind of ["input", "change"]) document.addEventListener(kind, () => counts.forEach(tell));
counts.forEach(tell);
