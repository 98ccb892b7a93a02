const sliceMs = 15;

/** For work of many small steps: lets everybody else have a turn of the process as soon as it has taken one of its own. */
export class Pace {
  #endMs = performance.now() + sliceMs;

  /** Whether it is time for a rest. */
  get isOver(): boolean {
    return performance.now() > this.#endMs;
  }

  async rest(): Promise<void> {
    await new Promise(setImmediate);
    this.#endMs = performance.now() + sliceMs;
  }
}
