/** Deletes delivered rows behind the deliveries: while one deletion is committed the next gathers. */
export class OutboxRemoval {
  readonly #remove: (upTo: number) => Promise<void>;
  #upTo = 0;
  #removing: Promise<void> | undefined;

  constructor(remove: (upTo: number) => Promise<void>) {
    this.#remove = remove;
  }

  upTo(position: number): void {
    this.#upTo = position;
    this.#removing ??= this.#run();
    // `done` reports it.
    this.#removing.catch(() => {});
  }

  async done(): Promise<void> {
    await this.#removing;
  }

  async #run(): Promise<void> {
    let removed: number;
    do {
      removed = this.#upTo;
      await this.#remove(removed);
    } while (removed < this.#upTo);
    this.#removing = undefined;
  }
}
