// Larger text, printing and passing a guide on. Loaded in the head and at once, so that large text never jumps in late.
(() => {
  const key = "gradual:large-text";
  const root = document.documentElement;

  // A browser may refuse storage (private windows, settings): the choice then holds for this page only.
  function stored(change) {
    try {
      return change(window.localStorage);
    } catch {
      return null;
    }
  }

  root.classList.toggle("large-text", stored((storage) => storage.getItem(key)) === "yes");

  document.addEventListener("DOMContentLoaded", () => {
    const large = document.querySelector("[data-large]");
    const status = document.querySelector("[data-share-status]");
    const say = (words) => {
      status.textContent = words;
    };
    large?.setAttribute("aria-pressed", String(root.classList.contains("large-text")));
    large?.addEventListener("click", () => {
      const on = root.classList.toggle("large-text");
      large.setAttribute("aria-pressed", String(on));
      stored((storage) => (on ? storage.setItem(key, "yes") : storage.removeItem(key)));
    });
    document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () =>
        Promise.resolve()
          .then(() => navigator.clipboard.writeText(button.dataset.copy))
          .then(() => say(button.dataset.done), () => say(button.dataset.failed)),
      );
    }
    for (const button of document.querySelectorAll("[data-share]")) {
      button.hidden = !navigator.share;
      button.addEventListener("click", () =>
        navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {}),
      );
    }
  });
})();
