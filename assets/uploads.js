// Filing: each file goes in a request of its own, so that none is larger than one file and its form, and each can fail
// alone. The same form files the same content once, however often it is sent.

const AGAIN = "Press the button again in a minute: nothing is filed twice.";

// `say` tells people who listen, politely.
export function watchUploads(say) {
  for (const drop of document.querySelectorAll("[data-drop]")) watchDrop(drop);
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      if (!input.files.length) return;
      event.preventDefault();
      fileAll(form, input, say);
    });
  }
}

function watchDrop(drop) {
  const input = drop.querySelector("input[type=file]");
  const over = (on) => (event) => { event.preventDefault(); drop.classList.toggle("is-over", on); };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

// Done: go where the answer says; the page there names all that is filed. Otherwise: say here what is filed and why the
// rest is not, and leave the rest chosen, since a page cannot put chosen files into a new form.
async function fileAll(form, input, say) {
  const { mostBytes, mostFiles, tooLarge, tooMany } = form.dataset;
  const chosen = [...input.files];
  if (chosen.length > Number(mostFiles)) {
    show(form, [], [problem(input, `${tooMany} You chose ${chosen.length}.`)]);
    return;
  }
  const left = chosen.filter((file) => file.size > Number(mostBytes));
  const messages = left.map((file) => problem(input, `${file.name}: ${tooLarge}`));
  const filed = [];
  let place = "";
  let uncertain = false;
  const queue = chosen.filter((file) => !left.includes(file));
  const progress = begin(form, queue, say);
  while (queue.length) {
    progress.next(queue[0]);
    const request = await send(form, input, queue[0], progress.move);
    const answer = read(request, input);
    if (answer.needsPage && !filed.length) { leave(form, input, chosen); return; }
    if (answer.filed) { filed.push(queue.shift().name); place = answer.place; continue; }
    if (answer.text) messages.push(problem(input, `${names(answer.ends ? queue : [queue[0]])}: ${answer.text}`));
    messages.push(...answer.messages);
    uncertain ||= answer.uncertain;
    renew(form, answer.page);
    const refused = queue.shift();
    if (answer.isAsked) ask(form, answer.page);
    else if (!answer.onFile) left.push(refused);
    if (answer.ends) left.push(...queue.splice(0));
  }
  if (place && !messages.length) { location.assign(place); return; }
  progress.end();
  choose(input, left);
  show(form, filed, messages, uncertain);
}

// One file with the fields of the form. Answers with the request, whose status is 0 when the connection broke.
function send(form, input, file, move) {
  const fields = new FormData(form);
  fields.set(input.name, file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (part) => move(part.loaded));
    request.addEventListener("loadend", () => done(request));
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(fields);
  });
}

// What an answer means. `ends`: what is wrong is not this file's, so the others would fare no better.
function read(request, input) {
  const place = request.getResponseHeader("Location");
  if (request.status === 201 && place) return { filed: true, place };
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const messages = [...page.querySelectorAll("#error-summary li")];
  if (!messages.length) {
    const needsPage = [400, 401].includes(request.status);
    const uncertain = request.status === 0 || request.status >= 500;
    return { messages, page, needsPage, uncertain, text: inWords(request), ends: request.status !== 413 };
  }
  const isAsked = messages.some((message) => message.querySelector('a[href="#keep"]'));
  const ends = messages.some((message) => !message.querySelector(`a[href="#${input.id}"], a[href="#keep"]`));
  return { messages, page, ends, isAsked, onFile: page.querySelector("[data-filed]") !== null };
}

// An answer that has no page for us: of the proxy, say, or none at all.
function inWords(request) {
  const known = {
    0: `The connection broke. ${AGAIN}`,
    400: "This page is too old. Press the button again to get a new one.",
    401: "Your session has ended. Press the button again to sign in.",
    413: "This is too large for HumanGov.",
    429: `Too much was sent at once. ${AGAIN}`,
  };
  const id = request.getResponseHeader("X-Request-Id");
  return known[request.status] ?? `HumanGov did not answer as it should (${request.status}${id ? `, ${id}` : ""}). ${AGAIN}`;
}

// The question about files that the answer's page asks: it holds them, so that they are not sent again.
function ask(form, page) {
  const asked = page.querySelector("[data-asked]");
  form.querySelector("[data-asked]")?.remove();
  if (asked) form.querySelector("[data-drop]").closest(".usa-form-group").after(asked);
}

// A sign-in, or a page that has grown old: the browser sends the form itself, once, with the names of the files only.
function leave(form, input, files) {
  choose(input, files.map((file) => new File([], file.name)));
  form.submit();
}

// A bar over all files, and a line that says which is on its way.
function begin(form, files, say) {
  const button = form.querySelector("button[type=submit]");
  const line = document.createElement("label");
  const text = document.createElement("span");
  const bar = document.createElement("progress");
  line.className = "hg-progress";
  line.append(text, bar);
  bar.max = files.reduce((sum, file) => sum + file.size, 0) || 1;
  form.querySelector(".hg-buttons").before(line);
  button.disabled = true;
  const total = files.length;
  let [count, before, size] = [0, 0, 0];
  return {
    next(file) {
      [count, before, size] = [count + 1, before + size, file.size];
      bar.value = before;
      text.textContent = total > 1 ? `Filing ${count} of ${total}: ${file.name}` : `Filing ${file.name}`;
      say(text.textContent);
    },
    move: (bytes) => { bar.value = before + Math.min(bytes, size); },
    end() { line.remove(); button.disabled = false; },
  };
}

// What is known: an answer that did not come, or came from a proxy, does not say whether the file is filed.
function headingOf(filed, uncertain) {
  if (uncertain) return filed.length ? "It is not certain whether all is filed" : "It is not certain whether this is filed";
  return filed.length ? "Not all is filed" : "Nothing was saved yet";
}

function show(form, filed, messages, uncertain = false) {
  for (const old of document.querySelectorAll("#error-summary, [data-filed]")) old.remove();
  if (filed.length) {
    const text = document.createElement("p");
    text.className = "usa-alert__text";
    text.textContent = `${filed.join(", ")}. Only the others are still chosen.`;
    const done = notice("success", "These files are filed", text);
    done.dataset.filed = "";
    form.before(done);
  }
  const list = document.createElement("ul");
  list.className = "usa-list";
  list.append(...new Map(messages.map((message) => [message.textContent.trim(), message])).values());
  const summary = notice("error", headingOf(filed, uncertain), list);
  summary.id = "error-summary";
  summary.tabIndex = -1;
  form.before(summary);
  summary.focus();
}

// As macros/page.html makes it.
function notice(kind, title, content) {
  const [box, body, heading] = ["div", "div", "h2"].map((name) => document.createElement(name));
  box.className = `usa-alert usa-alert--${kind}`;
  body.className = "usa-alert__body";
  heading.className = "usa-alert__heading";
  heading.textContent = title;
  body.append(heading, content);
  box.append(body);
  return box;
}

// A message about the field of files, as macros/forms.html makes it.
function problem(input, text) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.className = "usa-link";
  link.href = `#${input.id}`;
  link.textContent = `${input.labels[0].firstChild.textContent.trim()}: ${text}`;
  item.append(link);
  return item;
}

function choose(input, files) {
  const hand = new DataTransfer();
  for (const file of files) hand.items.add(file);
  input.files = hand.files;
}

function renew(form, page) {
  for (const name of ["csrf_token", "form_token", "version"]) {
    const fresh = page.querySelector(`main form [name=${name}]`);
    const old = form.querySelector(`[name=${name}]`);
    if (fresh && old) old.value = fresh.value;
  }
}

const names = (files) => files.map((file) => file.name).join(", ");
