import type { NodeRow, SharedDatabase } from "../storage/shared-database.ts";

/** The living nodes as the database has them from now on: whoever asks while one reading goes on gets the next, shared by all who ask then. */
export class Roster {
  readonly #shared: Pick<SharedDatabase, "listNodes">;
  #running: Promise<unknown> | undefined;
  #next: Promise<readonly NodeRow[]> | undefined;

  constructor(shared: Pick<SharedDatabase, "listNodes">) {
    this.#shared = shared;
  }

  read(): Promise<readonly NodeRow[]> {
    this.#next ??= this.#readAfter(this.#running);
    return this.#next;
  }

  async #readAfter(former: Promise<unknown> | undefined): Promise<readonly NodeRow[]> {
    await former?.catch(() => {});
    const reading = this.#shared.listNodes();
    this.#running = reading;
    this.#next = undefined;
    return (await reading).filter(({ leaseLeftMs }) => leaseLeftMs > 0);
  }
}
