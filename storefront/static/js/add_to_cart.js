// "Add to cart" without leaving the page. Without this script the form is sent as any other.
// The request goes on when the page is left (keepalive). A visitor's first items share a session by a random ticket,
// because the cookie comes only with the first answer (storefront/cart/state/first_session.py).

const status = document.getElementById("cart-status");

function ticket() {
  const name = location.protocol === "https:" ? "__Host-gradual_ticket" : "gradual_ticket";
  if (document.cookie.split("; ").some((cookie) => cookie.startsWith(`${name}=`))) return;
  const random = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${random}; Path=/; Max-Age=60; SameSite=Lax${secure}`;
}

function show(html) {
  window.htmx.swap("#cart-status", html, { swapStyle: "innerHTML" });
}

function unsure() {
  const box = document.createElement("p");
  box.className = "toast toast-no";
  box.textContent = status.dataset.unsure;
  status.replaceChildren(box);
}

// The button stays focusable while it waits, so that a keyboard keeps its place.
async function add(form, button) {
  const label = [...button.childNodes];
  button.setAttribute("aria-disabled", "true");
  button.textContent = form.dataset.add;
  ticket();
  try {
    const response = await fetch(form.action, {
      method: "POST",
      keepalive: true,
      headers: { "HX-Request": "true" },
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.ok || [409, 422, 503].includes(response.status)) show(await response.text());
    else unsure();
    if (response.headers.has("HX-Trigger")) window.htmx.trigger(document.body, "cart-changed");
  } catch {
    unsure();
  } finally {
    button.removeAttribute("aria-disabled");
    button.replaceChildren(...label);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-add]");
  const button = form?.querySelector("button[type=submit]");
  if (!button || !status || !window.htmx) return;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") !== "true") add(form, button);
});
