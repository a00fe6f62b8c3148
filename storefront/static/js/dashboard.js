// Inside Saleor's Dashboard: take the token that it gives the app's own page, follow its theme, tell it our height.
// The token is kept only in memory and sent only to this page's own URL.

const origins = document.body.dataset.origins.split(" ").filter(Boolean);
const panels = document.getElementById("panels");
const again = document.getElementById("again");
let token = "";

function tell(type, payload) {
  if (window.parent === window) return;
  for (const origin of origins) window.parent.postMessage({ type, payload: { actionId: crypto.randomUUID?.() ?? String(Math.random()), ...payload } }, origin);
}

async function look() {
  panels.setAttribute("aria-busy", "true");
  const body = new URLSearchParams({ accessToken: token });
  try {
    const answer = await fetch(window.location.pathname, { method: "POST", body, credentials: "omit" });
    const said = await answer.text();
    if (answer.status < 500 || answer.status === 503) panels.innerHTML = said;
    else throw new Error("no panels");
  } catch {
    const line = document.createElement("p");
    line.className = "told";
    line.textContent = panels.dataset.failed;
    panels.replaceChildren(line);
  }
  panels.setAttribute("aria-busy", "false");
  again.hidden = false;
}

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || !origins.includes(event.origin)) return;
  const { type, payload } = event.data ?? {};
  if (type === "theme" && ["light", "dark"].includes(payload?.theme)) document.documentElement.dataset.theme = payload.theme;
  if (!panels || !payload?.token) return;
  if (type === "handshake" || type === "tokenRefresh") {
    const first = !token;
    token = payload.token;
    if (first) look();
  }
});

if (panels) {
  again.addEventListener("click", look);
  tell("notifyReady", {});
} else {
  const height = () => tell("widgetResize", { height: document.documentElement.offsetHeight });
  new ResizeObserver(height).observe(document.documentElement);
}
