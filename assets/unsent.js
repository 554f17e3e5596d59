// What is typed and not sent yet, or sent and not answered, stays with its page: on Back, Forward and Reload it is there.
// It is kept in the tab alone, encrypted with a key that only a page of this session brings: what a browser leaves on a
// disk says nothing. Passwords, files and what nobody typed are never kept. See docs/decisions/0101.
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
const named = (name) => fields().filter((field) => field.name === name);
const ticked = (field) => field.type === "checkbox" || field.type === "radio";
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// What stands in a field now, or as the page brought it. A list without a default begins with its first option.
function values(field, brought) {
  if (field.options) {
    const on = [...field.options].filter((option) => (brought ? option.defaultSelected : option.selected));
    return (on.length || field.multiple ? on : [...field.options].slice(0, 1)).map((option) => option.value);
  }
  if (ticked(field)) return (brought ? field.defaultChecked : field.checked) ? [field.value] : [];
  return [brought ? field.defaultValue : field.value];
}
const all = (name, brought) => named(name).flatMap((field) => values(field, brought));

function put(name, wanted) {
  const rest = [...wanted];
  for (const field of named(name)) {
    if (field.options) [...field.options].forEach((option) => { option.selected = wanted.includes(option.value); });
    else if (ticked(field)) field.checked = wanted.includes(field.value);
    else field.value = rest.shift() ?? field.defaultValue;
  }
}

// As it reads on the page.
const tidy = (node) => node?.textContent.replace(/\s+/g, " ").trim() ?? "";
function words(name) {
  return named(name).flatMap((field) => {
    if (field.options) return [...field.selectedOptions].map(tidy);
    return ticked(field) ? (field.checked ? [tidy(field.labels[0])] : []) : [field.value];
  }).filter(Boolean).join(", ");
}
function label(name) {
  const [field] = named(name);
  return tidy(field.type === "radio" || named(name).length > 1 ? field.closest("fieldset")?.querySelector("legend") : field.labels[0]).replace(/ \*$/, "");
}

// Only what somebody changed, and over what: a field that was left alone is the record's, which may go on meanwhile.
const read = () => [...new Set(fields().map((field) => field.name))]
  .filter((name) => !same(all(name, false), all(name, true)))
  .map((name) => ({ name, over: all(name, true), typed: all(name, false), words: words(name), label: label(name) }));

// Back where it was typed over what stands there now. What is ticked is so only while it says the same.
const reads = (kept) => !named(kept.name).some(ticked) || words(kept.name) === kept.words;
function restore(kept) {
  if (same(all(kept.name, true), kept.typed)) return true;
  put(kept.name, kept.typed);
  if (same(all(kept.name, true), kept.over) && same(all(kept.name, false), kept.typed) && reads(kept)) return true;
  put(kept.name, all(kept.name, true));
  return false;
}

// What is there stays, with a word beside it.
function tell(kept) {
  const [field] = named(kept.name);
  const note = document.createElement("div");
  note.className = "usa-alert usa-alert--warning usa-alert--slim";
  note.id = `${kept.name}-meanwhile`;
  note.innerHTML = '<div class="usa-alert__body"><p class="usa-alert__text"></p></div>';
  const said = kept.words ? `You entered “${kept.words}” here` : "You cleared this";
  note.querySelector("p").textContent = field
    ? `${said}. Since then it was changed, and is shown as it is now. If yours shall stand, enter it again.`
    : `${kept.label}: ${said}. Since then the form was changed, and does not ask for it now.`;
  if (!field) return form.prepend(note);
  const group = ticked(field) && field.closest("fieldset");
  const described = group || field;
  described.setAttribute("aria-describedby", `${described.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
  if (group) group.querySelector("legend").after(note);
  else (ticked(field) ? field.parentElement : field).before(note);
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

  // What is told beside a field is kept until something else is entered there, or the form is answered.
  let told = [];
  const keep = async (state) => {
    const now = read();
    const kept = [...now, ...told.filter((one) => !now.some((other) => other.name === one.name))];
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(kept)));
    try { sessionStorage.setItem(here, [state, text(iv), text(sealed)].join(" ")); } catch { /* full: it is as without script */ }
  };
  const kept = sessionStorage.getItem(here);
  if (kept) {
    const [state, iv, sealed] = kept.split(" ");
    try {
      const said = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(sealed))));
      const before = read();
      // What was sent may be shown by the server in other letters, such as 60,000 for 60000: that is nobody's change.
      const refused = said.filter((one) => !restore(one));
      told = state === "sent" && "showsSent" in document.body.dataset ? [] : refused;
      told.forEach(tell);
      if (told.length) say("Something was changed since you typed here. What you typed stands beside it.");
      else if (!same(before, read())) say("What you typed here before is back.");
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
