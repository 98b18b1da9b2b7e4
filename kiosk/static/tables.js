// Tables of people: what is still open, in words, and a step down while there are rows below.
const table = document.getElementById("table");
const missing = document.getElementById("missing");
const rows = [...table.querySelectorAll("tbody tr")];
const asked = [...table.querySelectorAll("thead .asked")].map((each) => each.textContent);

// What is asked in a row, in its order: the names of its round marks.
function openIn(row) {
  const names = [...new Set([...row.querySelectorAll("input")].map((input) => input.name))];
  const answered = new Set([...row.querySelectorAll("input:checked")].map((input) => input.name));
  return names.flatMap((name, number) => (answered.has(name) ? [] : [asked[number]]));
}
const open = new Map(rows.map((row) => [row, openIn(row)]));
function tellOpen() {
  const left = rows.filter((row) => open.get(row).length);
  const many = left.reduce((sum, row) => sum + open.get(row).length, 0);
  missing.textContent = many === 0 ? missing.dataset.done
    : missing.dataset.left.replace("{n}", many).replace("{who}", left[0].dataset.who).replace("{what}", open.get(left[0])[0]);
}
table.addEventListener("change", (event) => {
  const row = event.target.closest("tr");
  open.set(row, openIn(row));
  tellOpen();
});
tellOpen();

// Nobody is passed over unseen: until the last row was on the screen, the button at the lower right
// leads to the rows below. Whoever comes from the review goes straight back.
const next = document.querySelector("footer .go.main[data-further]");
const pane = document.querySelector("main");
if (next && getComputedStyle(pane).overflowY === "auto") {
  const word = next.textContent;
  const isBelow = () => rows.at(-1).getBoundingClientRect().bottom > pane.getBoundingClientRect().bottom + 1;
  let further = isBelow();
  const tell = () => {
    further = further && isBelow();
    next.textContent = further ? `${next.dataset.further} ↓` : word;
  };
  tell();
  pane.addEventListener("scroll", tell, { passive: true });
  window.addEventListener("resize", tell);
  next.addEventListener("click", (event) => {
    if (!further) return;
    event.preventDefault();
    const edge = pane.getBoundingClientRect().bottom;
    const first = rows.find((row) => row.getBoundingClientRect().bottom > edge + 1);
    const head = table.querySelector("thead").getBoundingClientRect().bottom;
    pane.scrollBy({ top: first.getBoundingClientRect().top - head });
  });
} else if (!next) { // from the review: to whoever is not answered
  rows.find((row) => open.get(row).length)?.scrollIntoView({ block: "center" });
}
