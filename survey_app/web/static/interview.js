/**
 * The interview as a page of its own: the walk, the browser's history, and one sending.
 */
import { guardLeaving } from "./leaving.js";
import { Walk } from "./walk.js";

const form = document.getElementById("interview");
const walk = new Walk(form, {
  opened: (part) => history.pushState({ step: part }, "", `#${part}`),
});

function start() {
  guardLeaving(form);
  const wrong = form.querySelector(".question.has-errors");
  const sent = form.elements.namedItem("step").value;
  if (wrong) walk.goTo(wrong.dataset.item, { tell: false });
  else walk.open(sent || walk.current, { tell: false, focus: false });
  // A page that came back from the server is a new start; one that the browser brings back,
  // by Back or by reloading, opens where it was left.
  const comesBack = !sent && history.state?.step;
  const wanted = comesBack ? history.state.step : walk.current;
  history.replaceState({ step: wanted }, "", location.pathname);
  // The browser puts the answers back after this module has run, and before this event.
  window.addEventListener("pageshow", () => {
    if (comesBack) walk.open(wanted, { tell: false, focus: false });
    else walk.refresh();
  });
}

window.addEventListener("popstate", (event) => {
  if (event.state?.step) walk.open(event.state.step, { tell: false });
});

start();
