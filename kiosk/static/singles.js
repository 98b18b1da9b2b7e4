// Lines for names, rankings and scores: what the review would say, said while it is entered.
// Nothing is changed, cut off or taken away; without this file the server says all of it.
const missing = document.getElementById("missing");
const LONGEST = 30; // bytes of UTF-8
const HAN = 3;

const plain = (text) => text.normalize("NFC").trim().split(/\s+/u).join(" ");

// A line for a name: the room that is left on it.
const written = document.getElementById("lines");
const inputs = written ? [...written.querySelectorAll("input[type=text]")] : [];
function tellLines() {
  for (const input of inputs) {
    const text = plain(input.value);
    const left = LONGEST - new TextEncoder().encode(text).length;
    const room = document.getElementById(`${input.id}-room`);
    room.dataset.first ||= room.textContent;
    const many = Math.abs(left);
    const said = left < 0 ? written.dataset.over : written.dataset.room;
    room.textContent = text === "" ? room.dataset.first
      : said.replace("{han}", left < 0 ? Math.ceil(many / HAN) : Math.floor(many / HAN)).replace("{letters}", many);
    room.classList.toggle("full", left < 0);
    const wrong = left < 0 || !document.getElementById(`${input.id}-again`).hidden;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

// What is said of a name, and of two that are the same, the kiosk itself says: it alone compares
// names. Without an answer all of it is said on the next screen.
const NOTES_PAUSE_MS = 150;
let asked = 0;
let pause = 0;
async function askNotes() {
  const number = ++asked;
  const form = new URLSearchParams(new FormData(document.getElementById("page")));
  const answer = await fetch(written.dataset.notes, { method: "POST", body: form }).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  if (number !== asked) return; // more was typed meanwhile
  const notes = new DOMParser().parseFromString(text, "text/html");
  for (const note of notes.querySelectorAll("p[id]")) {
    const line = document.getElementById(note.id);
    const sentence = note.textContent.trim();
    line.hidden = note.hidden;
    if (line.textContent.trim() !== sentence) line.textContent = sentence;
  }
  tellLines();
}
if (written) {
  tellLines();
  written.addEventListener("input", () => {
    tellLines();
    clearTimeout(pause);
    pause = setTimeout(askNotes, NOTES_PAUSE_MS);
  });
}

// All names of the paper together, on this screen and on its others.
const together = document.getElementById("together");
if (together) {
  const here = () => document.querySelectorAll(".several .person input:checked").length
    + inputs.filter((input) => plain(input.value) !== "").length;
  const elsewhere = Number(together.dataset.names) - here();
  const most = Number(together.dataset.most);
  const count = together.querySelector(".count");
  const tellTogether = () => {
    const names = elsewhere + here();
    const sentence = names > most ? together.dataset.over : names === most ? together.dataset.full : together.dataset.count;
    count.textContent = sentence.replace("{names}", names).replace("{left}", most - names).replace("{over}", names - most);
    count.classList.toggle("full", names >= most);
  };
  for (const kind of ["input", "change", "click"]) {
    document.addEventListener(kind, () => setTimeout(tellTogether, 0));
  }
}

// A ranking: a person in two places, and a place that was left out.
const ranking = document.querySelector("fieldset.ranking");
function rankingFault() {
  const chosen = [...ranking.querySelectorAll("input:checked")].map((input) => {
    const row = input.closest("tr");
    return { who: row.dataset.who, where: input.closest("td").dataset.place, place: Number(input.name.split(":").pop()) };
  }).sort((one, other) => one.place - other.place);
  const people = chosen.map((each) => each.who).filter((who) => who);
  const twice = [...new Set(people.filter((who, index) => people.indexOf(who) !== index))];
  const last = chosen.findLastIndex((each) => each.who);
  const empty = chosen.filter((each, index) => !each.who && index < last).map((each) => each.where);
  const between = ranking.dataset.between;
  if (twice.length) return ranking.dataset.twice.replace("{who}", twice.join(between));
  if (empty.length) return ranking.dataset.gap.replace("{where}", empty.join(between));
  return "";
}
if (ranking) {
  const before = missing.textContent;
  const tellRanking = () => {
    const fault = rankingFault();
    missing.textContent = fault || before;
    missing.classList.toggle("wrong", Boolean(fault));
  };
  tellRanking();
  ranking.addEventListener("change", tellRanking);
}

// Scores: who has none yet.
const scores = document.querySelector("fieldset.scores");
if (scores) {
  const fields = [...scores.querySelectorAll("input[type=text]")];
  const tellScores = () => {
    const open = fields.filter((field) => field.value.trim() === "").map((field) => field.closest(".judge").dataset.who);
    missing.textContent = open.length ? `${scores.dataset.open}${open.join(scores.dataset.between)}` : missing.dataset.done;
  };
  tellScores();
  scores.addEventListener("input", tellScores);
}

// Enter in a field goes on to the next field, and never out of the page.
const fields = [...document.querySelectorAll("fieldset[data-form] input[type=text]")];
for (const [index, field] of fields.entries()) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    (fields[index + 1] || field).focus();
  });
}
