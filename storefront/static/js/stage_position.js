// The reader's place in a staged guide. Kept on this device, and only when the reader asks for it.
const rail = document.querySelector("[data-rail]");
const key = `gradual:place:${rail.dataset.rail}`;
const stops = [...rail.querySelectorAll("[data-stage]")];
const keepers = [...document.querySelectorAll("[data-keep]")];
const picker = rail.querySelector("[data-pick]");
const resume = rail.querySelector("[data-resume]");

// A browser may refuse storage (private windows, settings): the rail then works as plain links.
function stored(change) {
  try {
    return change(window.localStorage);
  } catch {
    return null;
  }
}

function show(place) {
  const at = stops.findIndex((stop) => stop.dataset.stage === place);
  stops.forEach((stop, index) => {
    const state = at < 0 ? "" : index < at ? "done" : index === at ? "now" : "";
    stop.classList.toggle("done", state === "done");
    stop.classList.toggle("now", state === "now");
    const mark = stop.querySelector(".rail-mark");
    mark.textContent = state ? `, ${mark.dataset[state]}` : "";
  });
  keepers.forEach((button) => {
    const here = button.dataset.keep === place;
    const words = button.querySelector("[data-label]");
    button.setAttribute("aria-pressed", String(here));
    words.textContent = here ? words.dataset.labelKept : words.dataset.label;
  });
  picker.value = at < 0 ? "" : place;
  if (at >= 0) resume.hash = place;
  for (const line of rail.querySelectorAll("[data-place]")) line.hidden = (line.dataset.place === "kept") !== at >= 0;
}

function keep(place) {
  stored((storage) => (place ? storage.setItem(key, place) : storage.removeItem(key)));
  show(place);
}

keepers.forEach((button) => button.addEventListener("click", () => keep(button.dataset.keep)));
picker.addEventListener("change", () => keep(picker.value));
rail.querySelector("[data-forget]").addEventListener("click", () => {
  keep("");
  picker.focus();
});
show(stored((storage) => storage.getItem(key)));

// The stage on the screen is marked in the rail while it is read; that is not kept anywhere.
const reading = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const link = rail.querySelector(`a[href="#${CSS.escape(target.id)}"]`);
      if (isIntersecting) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },
  { rootMargin: "-40% 0px -60% 0px" },
);
document.querySelectorAll("section[data-stage]").forEach((stage) => reading.observe(stage));
