// Sends without leaving the page, one message after the other, and shows what is new. Keeps nothing in the browser.
"use strict";

const form = document.querySelector("form.write");
const [talk, waiting, box, replies, status] = ["talk", "waiting", "text", "replies", "status"].map((id) => document.getElementById(id));
const words = form.dataset;
const dots = document.getElementById("dots");
const fine = matchMedia("(pointer: fine)").matches;
const queue = [];
let busy = false;
let draftId = form.elements.id.value;

const tell = (sentence, look = "") => Object.assign(status, { textContent: sentence, className: look });
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const parse = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes];

function element(name, text, look = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = look;
  return made;
}

// What the server rendered goes in as it is, in the page's language; what is there stays, unless it was erased since.
function show(news) {
  const spoken = news.language === document.documentElement.lang || box.value;
  if (news.whose !== form.elements.whose.value || !spoken) return location.reload();
  form.elements.form.value = news.token;
  if (news.gone) talk.replaceChildren();
  const lines = parse(`<ol>${news.lines}</ol>`)[0].querySelectorAll("li");
  for (const line of lines) if (!document.getElementById(line.id) && !isSameDay(line)) talk.append(line);
  replies.replaceChildren(...parse(news.replies));
  talk.dataset.newest = news.newest;
  if (lines.length) arrive();
}

const isSameDay = (line) => line.className === "day" && line.textContent === [...talk.querySelectorAll(".day")].pop()?.textContent;

function arrive() {
  for (const first of document.querySelectorAll(".first")) first.remove();
  form.scrollIntoView({ block: "end" });
  talk.lastElementChild?.scrollIntoView({ block: "nearest" });
}

function enqueue(text, button) {
  const row = element("li", "", "person waiting");
  row.append(element("span", words.person, "who"), element("p", text));
  row.lastChild.dir = "auto";
  waiting.append(row);
  queue.push({ id: draftId, text, button, row });
  draftId = newId();
  replies.replaceChildren();
  arrive();
  if (queue.length === 1) send();
}

async function post(message) {
  const body = new URLSearchParams({ form: form.elements.form.value, whose: form.elements.whose.value, id: message.id });
  body.set(message.button ? "button" : "text", message.button || message.text);
  try {
    const address = `/say?after=${talk.dataset.newest}`;
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    return { status: answer.status, ...await answer.json() };
  } catch {
    return { status: 0 };
  }
}

// Dots for the eye while the coach is at it; the status line tells the ear.
function ponder(on) {
  waiting.append(dots);
  dots.hidden = !on;
}

async function send() {
  const message = queue[0];
  busy = true;
  tell(words.saving);
  ponder(true);
  let news = await post(message);
  if (news.status === 403 && news.token) {
    form.elements.form.value = news.token;
    news = await post(message);
  }
  busy = false;
  ponder(false);
  if (!news.saved) return fail(message, news);
  done(message);
  show(news);
  tell(words.saved);
  if (queue.length) send();
}

function done(message) {
  queue.splice(queue.indexOf(message), 1);
  message.row.remove();
}

// What was not taken goes back into the box; if that is in use it stays on the page with a button of its own.
function fail(message, news) {
  tell(news.notice || words.failed, "grave");
  const refused = [409, 413, 422].includes(news.status);
  if (!message.button && (refused || (!box.value && queue.length === 1))) {
    box.value = box.value ? `${message.text}\n\n${box.value}` : message.text;
    draftId = message.id;
    done(message);
    box.focus();
  } else if (refused) {
    done(message);
    show(news);
  } else {
    const again = element("button", words.again);
    again.type = "button";
    again.onclick = () => { note.remove(); send(); };
    const note = element("p", `${words.unsaved}. `, "unsaved");
    note.append(again);
    message.row.append(note);
  }
  if (refused && queue.length) send();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter?.name === "button" ? event.submitter : null;
  if (!button && !box.value.trim()) return tell(words.empty, "grave");
  enqueue(button ? button.textContent : box.value, button?.value);
  if (!button) box.value = "";
  if (fine) box.focus({ preventScroll: true });
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || (fine && !event.shiftKey && !event.altKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.main"));
  }
});

box.addEventListener("input", () => {
  const left = words.limit - [...box.value].length;
  if (left < 1000) tell((left < 0 ? words.over : words.left).replace("{count}", Math.abs(left)));
});

addEventListener("beforeunload", (event) => { if (box.value.trim() || queue.length) event.preventDefault(); });

// Another page or the terminal may have said something: the server only rings, and this page looks.
let source;

function listen() {
  if (document.hidden) return;
  source?.close();
  source = new EventSource("/events");
  source.addEventListener("newest", async (event) => {
    if (status.textContent === words.away) tell("");
    if (busy || queue.length || event.data === talk.dataset.newest) return;
    const answer = await fetch(`/talk?after=${talk.dataset.newest}`);
    if (answer.ok && !busy && !queue.length) show(await answer.json());
  });
  source.onerror = () => {
    tell(words.away, "grave");
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

// A browser keeps few connections to one address: a page that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => (document.hidden ? source?.close() : listen()));

if (talk.children.length) arrive();
else if (fine) form.querySelector(".keys").hidden = false;
listen();
