/** The place of the interview, only where the round asks for it and the respondent agrees. */
import { copyOf, place, say, sayAt } from "./page.js";

const PATIENCE_MS = 20_000;
const MILLION = 1_000_000;

function located() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, {
      enableHighAccuracy: true,
      timeout: PATIENCE_MS,
    });
  });
}

/**
 * Adds the question about the place to the consent. It has no name in the form, so that a tick
 * without a place is not put back as if there were one.
 * @param {HTMLElement} section
 * @param {object | null} known what was recorded before
 * @param {(position: object | null) => void} changed
 */
export function askPosition(section, known, changed) {
  section.append(copyOf("position"));
  const box = place(section, "agrees");
  box.checked = known !== null;
  box.addEventListener("change", async () => {
    changed(null);
    sayAt(section, "position", box.checked ? say("position_waits") : "");
    if (!box.checked) return;
    try {
      const { latitude, longitude, accuracy } = (await located()).coords;
      if (!box.checked) return;
      changed({
        latitude_e6: Math.round(latitude * MILLION),
        longitude_e6: Math.round(longitude * MILLION),
        accuracy_m: Math.round(accuracy),
      });
      sayAt(section, "position", say("position_known"));
    } catch {
      sayAt(section, "position", say("position_unknown"));
    }
  });
}
