/** Time that passes while somebody works, by a clock that nobody can set. */
export class Stopwatch {
  #before;
  #since = performance.now();

  /** @param {number} before milliseconds that had passed when the work was interrupted */
  constructor(before = 0) {
    this.#before = before;
  }

  /** Milliseconds so far; the time in which the app was closed does not count. */
  get elapsed() {
    return Math.round(this.#before + performance.now() - this.#since);
  }
}
