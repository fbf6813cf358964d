"use strict";
// Everything works without this file. It copies texts, takes dropped files, watches a build, and says when the desk is gone.

document.documentElement.classList.add("scripted");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      getSelection().selectAllChildren(text);
      document.execCommand("copy");
    }
    const words = button.textContent;
    button.textContent = "✓ " + document.body.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

// The server ends a connection that brings too much, before it could say so.
for (const input of document.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
    input.setCustomValidity(bytes > document.body.dataset.largest ? document.body.dataset.tooLarge : "");
    input.reportValidity();
  });
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const files = form.querySelector("input[type=file]");
  files.addEventListener("change", () => { if (files.files.length) form.requestSubmit(); });
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over-it"); });
  form.addEventListener("dragleave", () => form.classList.remove("over-it"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      files.files = event.dataTransfer.files;
      files.dispatchEvent(new Event("change"));
    }
  });
}

// A button that saves a file leaves the page as it is; then it is asked for anew, and shows what the saving changed.
for (const form of document.querySelectorAll("form[data-saves]")) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button && button.hasAttribute("formaction")) return;
    event.preventDefault();
    button.disabled = true;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.ok) {
      const name = /filename\*?=(?:UTF-8'')?"?([^";]+)/.exec(answer.headers.get("Content-Disposition") || "");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name ? decodeURIComponent(name[1]) : "";
      link.click();
    }
    setTimeout(() => location.reload(), 300);
  });
}

let isTextChanged = false;
for (const form of document.querySelectorAll("form[data-text]")) {
  form.addEventListener("input", () => { isTextChanged = true; });
  form.addEventListener("submit", () => { isTextChanged = false; });
}
addEventListener("beforeunload", (event) => { if (isTextChanged) event.preventDefault(); });

for (const card of document.querySelectorAll("[data-steps]")) {
  const source = new EventSource(card.dataset.steps);
  const bar = card.querySelector("progress");
  const chapters = card.querySelectorAll(".chapters li");
  source.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    if (told.states.length !== chapters.length) { location.reload(); return; }
    bar.value = told.ready;
    const words = card.querySelector("[data-ready]");
    words.textContent = words.textContent.replace(/\d+/, told.ready);
    told.states.forEach((state, n) => { chapters[n].className = state; });
  });
  source.addEventListener("end", () => { source.close(); location.reload(); });
}

let isGone = false;
async function look() {
  let answer = null;
  try { answer = await fetch("/alive", { cache: "no-store" }); } catch { answer = null; }
  const gone = !answer || answer.status !== 204;
  if (gone && !isGone) {
    const words = document.createElement("p");
    words.className = "gone";
    words.setAttribute("role", "alert");
    words.textContent = document.body.dataset.gone;
    document.body.prepend(words);
  } else if (!gone && isGone) {
    document.querySelector(".gone").remove();
  }
  isGone = gone;
}
if (document.querySelector(".top nav")) setInterval(look, 15000);
