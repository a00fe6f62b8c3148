// Suggestions below the search input, for keyboard and pointer. Without this script the form works as usual.
// A page has at most one search input.
const FEWEST = 2;
const PAUSE = 150; // milliseconds without a key before we ask

const form = document.querySelector("[data-suggest]");
if (form) suggest(form.querySelector("input[type=search]"));

function suggest(input) {
  const isTypedInto = document.activeElement === input;
  const box = document.createElement("div");
  box.className = "search-box";
  input.before(box);
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  list.hidden = true;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  box.append(input, list, said);
  if (isTypedInto) input.focus();
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    input.setAttribute(name, value);
  }

  const options = () => [...list.children];
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  function choose(option) {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(null);
  }

  // A response that arrives after more typing is not shown.
  let asked = 0;
  async function ask() {
    const mine = ++asked;
    const typed = input.value.trim();
    if (typed.length < FEWEST) return open(false);
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { credentials: "omit" });
      if (!answer.ok || mine !== asked) return;
      const html = await answer.text();
      if (mine !== asked) return;
      list.innerHTML = html;
    } catch {
      return open(false); // Suggestions are a help; the form still searches.
    }
    const count = options().length;
    said.textContent = count ? `${count} ${form.dataset.some}` : form.dataset.none;
    open(count > 0 && document.activeElement === input);
  }

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asked += 1;
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && all.length) {
      event.preventDefault();
      const next = event.key === "ArrowDown" ? at + 1 : at < 0 ? all.length - 1 : at - 1;
      open(true);
      choose(all[next] ?? null); // past either end the reader is back in the box
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      window.location.assign(all[at].dataset.url);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) window.location.assign(option.dataset.url);
  });
  input.addEventListener("blur", () => open(false));
}
