/** When each question was first seen and last answered, and how often the answer changed. */

/**
 * @param {Object<string, object>} timings by item, changed in place
 * @param {Iterable<string>} items that stand on the screen
 * @param {number} elapsed milliseconds since the start
 */
export function noteShown(timings, items, elapsed) {
  for (const item of items) {
    timings[item] ??= { first_shown_ms: elapsed, last_changed_ms: null, changes: 0 };
  }
}

/** Notes that the answer to a question has changed. */
export function noteChanged(timings, item, elapsed) {
  noteShown(timings, [item], elapsed);
  timings[item].last_changed_ms = elapsed;
  timings[item].changes += 1;
}
