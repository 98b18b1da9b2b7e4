// What makes the kiosk nicer: everything here also works without it, on the server's side.
const page = document.getElementById("page");
const body = document.body;

// A button acts once: a second tap while the answer is on its way sends nothing.
let sent = false;
document.addEventListener("submit", (event) => {
  if (sent) {
    event.preventDefault();
    return;
  }
  sent = true;
  const button = event.submitter;
  if (button) {
    button.setAttribute("aria-busy", "true");
    setTimeout(() => { button.disabled = true; }, 0); // after the form has taken its value
  }
});
// Casting is final, and its button stands where every "Next" stood: it waits for an impatient tap
// on the page before to be over.
const CAST_AFTER_MS = 800;
const cast = document.getElementById("cast");
if (cast) {
  cast.disabled = true;
  setTimeout(() => { cast.disabled = sent; }, CAST_AFTER_MS);
}
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// A scanner is a keyboard that types a code and ends with Enter. Anywhere but in the slip's field
// that Enter must press nothing: nobody types several letters in a row where there is no field.
const CODE_LENGTH = 4;
const CODE_PAUSE_MS = 1000;
let typed = 0;
let lastTyped = -Infinity;
document.addEventListener("keydown", (event) => {
  const field = event.target.matches("input[type=text], input[type=password]");
  if (event.timeStamp - lastTyped > CODE_PAUSE_MS) typed = 0;
  if (event.key.length === 1 && event.key !== " ") {
    typed += 1;
    lastTyped = event.timeStamp;
  } else if (event.key === "Enter" && !field) {
    if (typed >= CODE_LENGTH || event.target.matches("input")) event.preventDefault();
    typed = 0;
  }
}, true);
document.addEventListener("keydown", (event) => {
  const help = document.querySelector(".help[open]");
  if (event.key === "Escape" && help) help.open = false;
});
document.addEventListener("click", (event) => {
  const help = document.querySelector(".help[open]");
  if (help && !help.contains(event.target)) help.open = false;
});

// On the start screen the scanner's field keeps the focus.
const code = document.getElementById("code");
if (code) {
  const focus = () => { if (document.activeElement === body) code.focus(); };
  document.addEventListener("click", () => setTimeout(focus, 0));
  setInterval(focus, 1000);
  if (code.value) code.select(); // a scanner's code replaces it; a touch lets it be put right
  // Whether new slips are let in changes without a touch; a code that is being typed is left alone.
  setInterval(() => {
    if (code.value || body.dataset.problem) return;
    fetch("/entry")
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : body.dataset.entry))
      .then((found) => { if (found !== body.dataset.entry && !code.value) location.assign("/"); })
      .catch(() => {});
  }, 5000);
}

// What is still open on this page, in words. Lines, rankings and scores: singles.js.
const items = [...document.querySelectorAll("fieldset.item:not([data-form])")];
const missing = items.length ? document.getElementById("missing") : null;
function tellMissing() {
  const open = items.filter((item) => !item.querySelector("input:checked"));
  const clash = items.some((item) => item.querySelector(".abstain :checked") && item.querySelector(".person :checked"));
  if (open.length === 0) missing.textContent = clash ? missing.dataset.clash : missing.dataset.done;
  else missing.textContent = `${missing.dataset.open}${open.map((item) => item.dataset.name).join(missing.dataset.between)}`;
}
if (missing) {
  tellMissing();
  document.addEventListener("change", tellMissing);
}

// Choose-N: say how many are left, explain the limit when it is reached, take nothing away.
for (const item of document.querySelectorAll("fieldset.several")) {
  const most = Number(item.dataset.most);
  const own = document.getElementById(item.id.replace("ask-", "count-"));
  const count = own || document.querySelector("#together .count"); // singles.js tells the paper's
  const chosen = () => item.querySelectorAll(".person input:checked").length;
  const tell = () => {
    if (!own) return;
    const many = chosen();
    const sentence = many > most ? count.dataset.over : many === most ? count.dataset.full : count.dataset.count;
    count.textContent = sentence.replace("{chosen}", many).replace("{left}", most - many).replace("{over}", many - most);
    count.classList.toggle("full", many >= most);
  };
  item.addEventListener("click", (event) => {
    const tapped = event.target.matches(".person input") && event.target.checked;
    if (tapped && chosen() > most) {
      event.preventDefault();
      count.scrollIntoView({ block: "nearest" });
      count.classList.remove("again");
      void count.offsetWidth; // so that the same sentence is noticed again
      count.classList.add("again");
    }
    setTimeout(tell, 0);
  });
  tell();
}

// The idle clock. The server has its own and decides; this one asks in time.
const idle = document.getElementById("idle");
if (idle) {
  const token = page.querySelector("[name=csrf_token]").value;
  const after = Number(idle.dataset.after) * 1000;
  const alert = Number(idle.dataset.alert) * 1000;
  const left = document.getElementById("idle-left");
  let last = Date.now();
  let told = Date.now();
  const tellServer = () => {
    told = Date.now();
    fetch(idle.dataset.awake, { method: "POST", headers: { "X-CSRFToken": token } })
      .then((answer) => { if (answer.redirected) location.assign("/"); })
      .catch(() => {});
  };
  const act = () => {
    if (idle.open) return;
    last = Date.now();
    if (last - told > Math.min(15000, after / 3)) tellServer();
  };
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) {
    document.addEventListener(kind, act, { capture: true, passive: true });
  }
  document.getElementById("idle-more").addEventListener("click", () => {
    idle.close();
    last = Date.now();
    tellServer();
  });
  idle.addEventListener("cancel", (event) => event.preventDefault());
  setInterval(() => {
    const still = Date.now() - last;
    if (still >= after + alert) {
      if (!sent) document.getElementById("lock").requestSubmit();
    } else if (still >= after) {
      if (!idle.open) idle.showModal();
      left.textContent = Math.ceil((after + alert - still) / 1000);
    }
  }, 500);
}
