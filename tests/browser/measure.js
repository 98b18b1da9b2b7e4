// What can be measured on a page: text height, contrast, targets, names, and sideways scrolling.
() => {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const colour = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const found = colour(getComputedStyle(each).backgroundColor);
      if (found.length === 3 || found[3] > 0.99) return found;
    }
    return [255, 255, 255];
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest(".unseen, [aria-hidden=true]");
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.textContent.trim() || !seen(element)) continue;
    const style = getComputedStyle(element);
    const [one, two] = [light(colour(style.color)), light(ground(element))].sort((a, b) => b - a);
    texts.push({ text: node.textContent.trim().slice(0, 30), size: parseFloat(style.fontSize), contrast: (one + 0.05) / (two + 0.05) });
  }
  const targets = [...document.querySelectorAll("button, a[href], summary, label.opt, input[type=text], input[type=password]")]
    .filter(seen)
    .map((element) => {
      const box = element.getBoundingClientRect();
      return { text: element.innerText.trim().slice(0, 30), width: box.width, height: box.height, name: (element.innerText.trim() || element.labels?.[0]?.innerText || "") };
    });
  const overlaps = [];
  const boxes = [...document.querySelectorAll("button, label.opt, summary")].filter(seen).map((e) => [e, e.getBoundingClientRect()]);
  for (const [i, [a, p]] of boxes.entries()) {
    for (const [b, q] of boxes.slice(i + 1)) {
      if (a.closest("footer, header") !== b.closest("footer, header")) continue;
      const x = Math.max(p.left, q.left) - Math.min(p.right, q.right);
      const y = Math.max(p.top, q.top) - Math.min(p.bottom, q.bottom);
      if (Math.max(x, y) < 14) overlaps.push(`${a.innerText} / ${b.innerText}: ${Math.max(x, y)}`);
    }
  }
  const main = document.querySelector("main");
  return {
    texts, targets, overlaps,
    sideways: Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth),
    fieldsets: [...document.querySelectorAll("fieldset")].every((each) => each.querySelector("legend")),
    inputs: [...document.querySelectorAll("main input:not([type=hidden])")].every((each) => each.labels.length > 0),
    headings: document.querySelectorAll("h1").length,
    language: document.documentElement.lang,
  };
}
