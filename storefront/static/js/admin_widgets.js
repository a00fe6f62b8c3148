// Start Wagtail's widgets without inline scripts, which the admin's Content-Security-Policy does not allow.
const starts = {
  date: (id, options) => window.initDateChooser(id, options),
  time: (id, options) => window.initTimeChooser(id, options),
  datetime: (id, options) => window.initDateTimeChooser(id, options),
  inline: (id, options) => new window.InlinePanel(options),
  chooser: (id, options, name) => /^[A-Z]\w*Chooser$/.test(name) && new window[name](id, options),
  task: (id) => window.createTaskChooser(id),
};

class StartWidget extends HTMLElement {
  connectedCallback() {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    } else {
      this.start();
    }
  }

  start() {
    if (this.started || !Object.hasOwn(starts, this.dataset.widget)) return;
    this.started = true;
    starts[this.dataset.widget](this.dataset.for, JSON.parse(this.dataset.options), this.dataset.class);
  }
}

customElements.define("start-widget", StartWidget);
