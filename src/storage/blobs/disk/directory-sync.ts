import { open } from "node:fs/promises";

/** Makes the names in a directory durable. Those who ask while one sync is under way share the next one. */
export class DirectorySync {
  readonly #path: string | undefined;
  /** Directories above that may be new: synced once, with the first. */
  #above: readonly string[];
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** Without a path nothing is synced. */
  constructor(path: string | undefined, above: readonly string[]) {
    this.#path = path;
    this.#above = above;
  }

  /** Fulfilled when a sync that began after the call is done. */
  sync(): Promise<void> {
    if (this.#path === undefined) return Promise.resolve();
    if (!this.#running) return this.#start(this.#path);
    const path = this.#path;
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        return this.#start(path);
      });
    return this.#next;
  }

  #start(path: string): Promise<void> {
    this.#running = this.#run(path).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(path: string): Promise<void> {
    await syncPath(path);
    for (const above of this.#above) await syncPath(above);
    this.#above = [];
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
