// Reads the page again when the server says that it shows something else; says so when it is silent.
"use strict";
(() => {
  const SILENT = 60000, AGAIN = 10000; // milliseconds
  let heard = Date.now(), reading = false;
  const shown = () => document.getElementById("hall");

  async function readAgain() {
    if (reading) return;
    reading = true;
    try {
      const answer = await fetch("/hall", { cache: "no-store" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("hall");
      if (fresh) shown().replaceWith(document.adoptNode(fresh));
    } catch {
      // no answer: the next event, or the notice of silence
    } finally {
      reading = false;
    }
  }

  function hear() {
    heard = Date.now();
    document.getElementById("silent").hidden = true;
  }

  function listen() {
    const source = new EventSource("/hall/stream");
    source.addEventListener("beat", hear);
    source.addEventListener("state", (event) => {
      hear();
      if (event.data !== shown().dataset.state) readAgain();
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
  }

  setInterval(() => {
    if (Date.now() - heard > SILENT) document.getElementById("silent").hidden = false;
  }, 5000);
  listen();
})();
