// Asks before a page is left on which something was typed that is not kept yet.
"use strict";

const typed = document.querySelector("form.typed");
let decided = false;

const isTouched = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;

typed.addEventListener("submit", () => (decided = true));
for (const link of typed.querySelectorAll("a")) link.addEventListener("click", () => (decided = true));

addEventListener("beforeunload", (event) => {
  const boxes = [...typed.querySelectorAll("input:not([type=hidden]), textarea")];
  if (!decided && boxes.some(isTouched)) event.preventDefault();
});
