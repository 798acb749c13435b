/**
 * Saves the newest state again and again while answers keep coming, never two at a time. It says
 * "saved" only when the newest state is on the disk.
 */
export class Saver {
  #save;
  #tell;
  #newest = null;
  #running = null;

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

  /** Waits until nothing is left to save. */
  async settled() {
    await this.#running;
  }

  async #run() {
    try {
      while (this.#newest) {
        const state = this.#newest;
        this.#newest = null;
        await this.#save(state);
      }
      this.#tell("saved");
    } catch (error) {
      this.#tell("failed", error);
    } finally {
      this.#running = null;
    }
  }
}
