/**
 * Saves the newest state again and again while answers keep coming, never two at a time. It says
 * "saved" only when the newest state is on the disk; what could not be saved is kept and tried
 * again.
 */
const AGAIN_MS = 2_000;

export class Saver {
  #save;
  #tell;
  #newest = null;
  #running = null;
  #again = null;

  /**
   * @param {(state: object) => Promise<void>} save
   * @param {(said: "saving" | "saved" | "failed", error?: Error) => void} tell
   */
  constructor(save, tell) {
    this.#save = save;
    this.#tell = tell;
  }

  /** Asks for this state to be kept; returns at once. */
  request(state) {
    this.#newest = state;
    this.#tell("saving");
    this.#running ??= this.#run();
  }

  /** Waits until nothing is left to save; tells whether everything is on the disk. */
  async settled() {
    if (this.#newest) this.#running ??= this.#run();
    await this.#running;
    return this.#newest === null;
  }

  /** Saves nothing from here on. */
  stop() {
    clearTimeout(this.#again);
    this.#newest = null;
    this.#save = async () => {};
    this.#tell = () => {};
  }

  async #run() {
    clearTimeout(this.#again);
    let state = null;
    try {
      while (this.#newest) {
        state = this.#newest;
        this.#newest = null;
        await this.#save(state);
      }
      this.#tell("saved");
    } catch (error) {
      this.#newest ??= state;
      this.#again = setTimeout(() => this.settled(), AGAIN_MS);
      this.#tell("failed", error);
    } finally {
      this.#running = null;
    }
  }
}
