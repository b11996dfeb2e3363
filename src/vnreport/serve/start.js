
"use strict";
const form = document.getElementById("form");
const text = document.getElementById("text");
const file = document.getElementById("file");
const view = document.getElementById("view");
const state = document.getElementById("state");

view.hidden = true;

// A text that was typed and a file that was chosen: the one that came last is meant.
text.addEventListener("input", () => { file.value = ""; });
file.addEventListener("change", () => { if (file.files.length) text.value = ""; });

form.addEventListener("submit", () => {
  state.textContent = form.dataset.working;
  view.hidden = false;
});
view.addEventListener("load", () => {
  state.textContent = "";
  if (!view.hidden) view.scrollIntoView({ block: "start" });
});

// A file that is dropped anywhere on the page is read; without this the browser would leave the page for it.
for (const name of ["dragenter", "dragover"]) {
  addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  const dropped = event.dataTransfer;
  if (dropped.files.length) {
    file.files = dropped.files;
    text.value = "";
    form.requestSubmit();
  } else if (dropped.getData("text/plain")) {
    file.value = "";
    text.value = dropped.getData("text/plain");
    form.requestSubmit();
  }
});
