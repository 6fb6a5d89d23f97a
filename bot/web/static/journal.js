// Finds as one types, copies a card, prints. What was found comes from the server as it is.
"use strict";

const search = document.querySelector("form.search");
const WAIT = 150;
let asked = 0;
let timer;

async function find() {
  const mine = ++asked;
  const query = new URLSearchParams(new FormData(search));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  let answer;
  try {
    answer = await fetch(`${search.dataset.found}?${query}`);
  } catch {
    return;
  }
  if (!answer.ok || answer.redirected || mine !== asked) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["count", "list"]) {
    document.getElementById(id).replaceChildren(...found.getElementById(id).childNodes);
  }
}

search?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(find, WAIT);
});

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const lines = [...document.querySelectorAll(".card dl > div")].map((line) => `${line.querySelector("dt").textContent}: ${line.querySelector("dd").textContent}`);
    const status = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
      status.textContent = copy.dataset.done;
    } catch {
      status.textContent = copy.dataset.failed;
    }
  });
}

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
