// What is typed and not sent yet, or sent and not answered, stays with its page: on Back, Forward and Reload it is there.
// It is kept in the tab alone, encrypted with a key that only a page of this session brings: what a browser leaves on a
// disk says nothing. Passwords, files and what nobody types are never kept. See docs/decisions/0101.
const PREFIX = "unsent ";
const TYPED = "input:not([type=hidden], [type=password], [type=file]), textarea, select";
const here = PREFIX + location.pathname + location.search;
const form = document.querySelector("main form[method=post]:has(input[name=form_id])");
const secret = document.querySelector("meta[name=unsent-key]")?.content;
const unanswered = document.querySelector("[data-unanswered]") !== null;

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
export const forgetUnsent = () => keys().forEach((key) => sessionStorage.removeItem(key));

const fields = () => [...form.querySelectorAll(TYPED)].filter((field) => field.name);
const read = () => fields().map((f) => [f.name, f.value, f.checked ?? false, [...(f.selectedOptions ?? [])].map((o) => o.value)]);

function fill(said) {
  fields().forEach((field, n) => {
    const [name, value, checked, chosen] = said[n] ?? [];
    if (name !== field.name) return;
    if (field.options) [...field.options].forEach((option) => { option.selected = chosen.includes(option.value); });
    else if (field.type === "checkbox" || field.type === "radio") field.checked = checked && field.value === value;
    else field.value = value;
  });
}

export async function keepUnsent(say) {
  // A page that answers a form has no address of its own in the history: this one is it from now on.
  const shownAt = document.body.dataset.shownAt;
  if (shownAt) history.replaceState(history.state, "", shownAt);
  if (!secret || !globalThis.crypto?.subtle) return;
  const key = await crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  // What was sent from another page and is answered by this one, the server has.
  if (!unanswered) keys().filter((k) => k !== here && sessionStorage.getItem(k).startsWith("sent")).forEach((k) => sessionStorage.removeItem(k));
  if (!form || unanswered) return;

  const keep = async (state) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(read())));
    try { sessionStorage.setItem(here, [state, text(iv), text(sealed)].join(" ")); } catch { /* full: it is as without script */ }
  };
  const kept = sessionStorage.getItem(here);
  if (kept) {
    const [, iv, sealed] = kept.split(" ");
    try {
      const said = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(sealed))));
      if (JSON.stringify(said) !== JSON.stringify(read())) { fill(said); say("What you typed here before is back."); }
    } catch { sessionStorage.removeItem(here); }
  }
  form.addEventListener("input", () => keep("typed"));
  form.addEventListener("submit", () => {
    // At once: the page is about to go, and what was typed is kept already.
    const now = sessionStorage.getItem(here);
    if (now) sessionStorage.setItem(here, now.replace(/^typed/, "sent"));
  });
}

for (const out of document.querySelectorAll("form[action^='/sign-out'], form[action$='/sign-out-everywhere']")) {
  out.addEventListener("submit", forgetUnsent);
}
