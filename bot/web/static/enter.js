// Takes the code from behind the # of a one-time link, where no server sees it; without this script it can be pasted.
"use strict";

const code = location.hash.slice(1);
if (code) {
  document.getElementById("code").value = code;
  document.getElementById("typed").hidden = true;
  history.replaceState(null, "", location.pathname);
}
