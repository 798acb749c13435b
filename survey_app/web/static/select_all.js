/** A list of boxes to tick: all of the page at once, and how many are ticked. */

const form = document.querySelector("[data-selects]");
const boxes = [...(form?.querySelectorAll("[name=case]") ?? [])];
const every = form?.querySelector("[name=all]");
/** Not there where nothing is given out any more. */
const place = form?.querySelector("[data-select-all]");

if (place && boxes.length > 1) begin(place);

/** @param {HTMLElement} place where the button and the count stand */
function begin(place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-secondary";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  place.append(button, said);
  place.hidden = false;
  button.addEventListener("click", () => {
    const ticks = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = ticks;
    tell(button, said);
  });
  form.addEventListener("change", () => tell(button, said));
  // The browser puts ticks back after this has run.
  window.addEventListener("pageshow", () => tell(button, said));
  tell(button, said);
}

function tell(button, said) {
  const count = boxes.filter((box) => box.checked).length;
  button.textContent = count === boxes.length ? form.dataset.none : form.dataset.every;
  const text = every?.checked ? form.dataset.whole : form.dataset.count;
  said.textContent = text.replace("{count}", String(count));
}
