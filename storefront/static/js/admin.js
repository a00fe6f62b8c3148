/* In the admin, a link to a place in a form (#:w:contentpath=…) opens the tab and the panel that hold it, if any. */
const openPlace = () => {
  const path = new URLSearchParams(location.hash.split(":w:")[1] || "").get("contentpath");
  if (!path) return;
  const place = document.querySelector(path.split(".").map((part) => `[data-contentpath="${CSS.escape(part)}"]`).join(" "));
  if (!place) return;
  const tab = place.closest("[role=tabpanel]");
  if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${tab.id}"]`)?.click();
  place.querySelector("[data-panel-toggle][aria-expanded=false]")?.click();
  place.scrollIntoView();
};
addEventListener("load", openPlace);
addEventListener("hashchange", openPlace);
