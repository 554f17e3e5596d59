// Comfort for those who have script. Every page works without it.
import { keepUnsent } from "./unsent.js";
import { watchUploads } from "./uploads.js";

const live = document.createElement("p");
live.className = "usa-sr-only";
live.setAttribute("aria-live", "polite");
document.body.append(live);
const say = (text) => { live.textContent = text; };
// Writing a text anew has it read anew, though it is the same.
const write = (place, text) => { if (place.textContent !== text) place.textContent = text; };
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

// A refused form: the summary is read first, and its links lead to the whole of a field, from its label on.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#error-summary a[href^='#']");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  (place.closest(".usa-form-group") ?? place).scrollIntoView();
  (place.matches("fieldset") ? place.querySelector("input") : place)?.focus({ preventScroll: true });
});

// --- Keys ---------------------------------------------------------------------------------------------------------
const help = document.getElementById("keys-help");
const helpButton = document.querySelector("[data-keys-help]");
if (help && helpButton) {
  helpButton.hidden = false;
  helpButton.addEventListener("click", () => help.showModal());
}

const moveInRows = (event) => {
  const list = event.target.closest?.("[data-row-list]");
  const links = list ? [...list.querySelectorAll("tbody th a")] : [];
  const to = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  if (!links.includes(event.target) || !links[to]) return;
  links[to].focus();
  event.preventDefault();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") moveInRows(event);
  if (event.key === "Escape") closeMenus(null);
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  // Which keys these are, or that they are switched off, the account says.
  const { searchKey, helpKey } = document.body.dataset;
  const search = document.getElementById("q") ?? document.getElementById("site-search");
  if (event.key === searchKey && search) { search.focus(); search.select(); event.preventDefault(); }
  if (event.key === helpKey && help) { help.showModal(); event.preventDefault(); }
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll(".hg-menu[open]")) {
    if (menu === except) continue;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
}
// An open menu lies over what comes next: it closes when the focus goes on.
for (const kind of ["click", "focusin"]) document.addEventListener(kind, (event) => closeMenus(event.target.closest(".hg-menu")));

// --- Rows ---------------------------------------------------------------------------------------------------------
// The whole row leads where its one link leads, and its text can be selected and copied: a click may become a double one.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".hg-table--rows tbody tr")?.querySelector("th a");
  if (!link || event.target.closest("a, button, input, label, summary")) return;
  setTimeout(() => { if (getSelection().isCollapsed) link.dispatchEvent(new MouseEvent("click", event)); }, 250);
});

// --- Search as you type -------------------------------------------------------------------------------------------
for (const form of document.querySelectorAll("form[data-live-search]")) {
  let timer;
  let asked;
  const failed = document.querySelector("[data-live-failed]");
  const fail = (status) => {
    failed.hidden = false;
    say(failed.querySelector("p").textContent = failed.dataset[status === 401 ? "liveEnded" : "liveFailed"]);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    const url = `${form.getAttribute("action")}?${new URLSearchParams(fields)}`;
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "results" }, signal: asked.signal });
      if (!answer.ok) return fail(answer.status);
      failed.hidden = true;
      const results = document.querySelector("[data-live-results]");
      results.innerHTML = await answer.text();
      history.replaceState(null, "", url);
      say(results.querySelector("[data-live-count]")?.textContent ?? "");
    } catch (error) {
      if (error.name !== "AbortError") fail(0);
    }
  };
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type !== "search" || field.value.trim().length === 1) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
}

watchUploads(say);
keepUnsent(say);

// --- Progress -----------------------------------------------------------------------------------------------------
// Asked again and again, but not for ever: a page that nobody looks at must not keep its session alive. What can be done
// with what is finished stands on its page, which takes the place of this one.
const finish = async (text) => {
  const main = document.querySelector("main");
  const inside = main.contains(document.activeElement);
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return location.reload();
  main.innerHTML = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main").innerHTML;
  if (inside) main.focus();
  say(text);
};
for (const place of document.querySelectorAll("[data-progress]")) {
  const until = Date.now() + 10 * 60_000;
  const stopped = document.querySelector("[data-progress-stopped]");
  const ask = async () => {
    const answer = await fetch(place.dataset.progress, { headers: { "X-Fragment": "progress" } }).catch(() => null);
    if (answer?.ok) {
      place.innerHTML = await answer.text();
      const done = place.querySelector("[data-progress-done]");
      if (done) return finish(done.textContent);
    }
    if (Date.now() < until) return setTimeout(ask, 3000);
    say(stopped.textContent);
    stopped.hidden = false;
  };
  setTimeout(ask, 1500);
}

// --- Levels that open in place ------------------------------------------------------------------------------------
const levels = document.querySelector("[data-levels]");
const openLevel = async (link) => {
  const answer = await fetch(link.href, { headers: { "X-Fragment": "chart" } }).catch(() => null);
  if (!answer?.ok) { location.assign(link.href); return; }
  levels.innerHTML = await answer.text();
  history.pushState(null, "", link.href);
  levels.querySelector(`[data-level="${link.dataset.level}"]`)?.focus();
  say(levels.querySelector("[data-levels-say]")?.firstChild?.textContent.trim() ?? "");
};
if (levels) {
  levels.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-level]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openLevel(link);
  });
  addEventListener("popstate", () => location.reload());
}

// --- The session --------------------------------------------------------------------------------------------------
let dirty = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[method=post]")) dirty = true; });

const seconds = Number(document.body.dataset.sessionSeconds ?? 0);
const warning = document.getElementById("session-warning");
if (seconds > 0 && warning) {
  let endsAt = Date.now() + seconds * 1000;
  const notice = warning.querySelector("[data-seconds-left]");
  const watch = () => {
    const left = Math.round((endsAt - Date.now()) / 1000);
    if (left <= 120 && left > 0 && !warning.open) warning.showModal();
    if (warning.open && left > 0) write(notice, left > 60 ? "two minutes" : "one minute");
    if (left <= 0) return ended();
    setTimeout(watch, Math.max(1000, Math.min(15_000, (left - 120) * 1000)));
  };
  const ended = () => {
    if (!dirty) { location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`); return; }
    if (!warning.open) warning.showModal();
    warning.querySelector("h2").textContent = "Your session has ended";
    warning.querySelector("p").textContent = "What you typed is still here. Save, and you can sign in again without losing it.";
    warning.querySelector("[data-stay]").textContent = "Close";
  };
  const stay = async () => {
    warning.close();
    if (Date.now() >= endsAt) return;
    const token = document.querySelector("meta[name=csrf-token]").content;
    const answer = await fetch("/session/extend", { method: "POST", headers: { "X-CSRFToken": token } });
    endsAt = answer.ok ? Date.now() + (await answer.json()).seconds * 1000 : Date.now();
    watch();
  };
  warning.querySelector("[data-stay]").addEventListener("click", stay);
  warning.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  watch();
}
