// Five enhancements. Every page works without this script.

// A lost answer is said out loud: we cannot know whether the cart changed.
const status = document.getElementById("cart-status");
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(name, (event) => {
    if (event.detail.requestConfig?.verb !== "post" || !status) return;
    const box = document.createElement("p");
    box.className = "toast toast-no";
    box.textContent = status.dataset.unsure;
    status.replaceChildren(box);
  });
}

// Messages wait at the server until they are on the screen.
document.body.addEventListener("htmx:load", ({ detail }) => {
  for (const box of detail.elt.parentElement?.querySelectorAll("[data-seen]") ?? []) {
    const { seen, keys } = box.dataset;
    delete box.dataset.seen;
    if (keys) fetch(seen, { method: "POST", keepalive: true, body: new URLSearchParams({ keys }) });
  }
});

// What is on the screen already is not shown, and read out, again.
document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const keys = (element) => element.querySelector("[data-keys]")?.dataset.keys;
  if (detail.target === status && keys(detail.fragment) && keys(detail.fragment) === keys(status)) detail.shouldSwap = false;
});

// When the pressed button is gone with its line, the focus goes to the heading, not to the top of the page.
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (document.activeElement !== document.body || !/^(cart|mini)-body$/.test(detail.target?.id ?? "")) return;
  const heading = document.getElementById(detail.target.id)?.querySelector("h1, h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
});

// What the cart answered goes away when the reader says so: the cross, Escape, or a press on it.
status?.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]") || !status.querySelector("[data-dismiss]")) status.replaceChildren();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") status?.replaceChildren();
});

// "Leave quickly" also takes this page out of the way of the back button.
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    window.location.replace(link.href);
  });
}

// The menus in the header close on Escape and when the focus or a press goes elsewhere.
const menus = [...document.querySelectorAll(".top details")];
document.addEventListener("click", (event) => menus.forEach((menu) => menu.contains(event.target) || (menu.open = false)));
for (const menu of menus) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The cart opens over the page in a dialog: Escape closes it and the focus goes back. On its own page it is a link.
const mini = document.getElementById("mini-cart");
for (const link of document.body.classList.contains("page-cart") ? [] : document.querySelectorAll("[data-mini]")) {
  link.addEventListener("click", (event) => {
    if (!window.htmx || !mini?.showModal || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    status?.replaceChildren();
    mini.showModal();
    window.htmx.ajax("GET", link.dataset.mini, { target: "#mini-body", swap: "outerHTML" });
  });
}
mini?.addEventListener("click", (event) => {
  if (event.target === mini) mini.close();
});
