import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the groups of environments, and how one is switched. */
export interface FreezerPlace {
  readonly kind: "v1" | "v2";
  readonly folder: string;
}

/** What the agent is told of an environment. */
export type FreezerOrder =
  | { readonly do: "freeze"; readonly id: string; readonly turn: number }
  | { readonly do: "thaw"; readonly id: string };

interface Rest {
  readonly turn: number;
  /** Whether the agent has said that it is frozen. */
  isFrozen: boolean;
}

/**
 * Environments that are frozen while they have nothing to do, or about to be. The agent freezes, as it alone knows what is being killed;
 * to thaw one, which an event waits for, its group's file is written from here: that takes a tenth of a millisecond.
 */
export class Freezer {
  readonly #place: FreezerPlace;
  readonly #order: (order: FreezerOrder) => void;
  readonly #resting = new Map<string, Rest>();
  #turns = 0;

  constructor(place: FreezerPlace, order: (order: FreezerOrder) => void) {
    this.#place = place;
    this.#order = order;
  }

  freeze(id: string): void {
    if (this.#resting.has(id)) return;
    this.#turns += 1;
    this.#resting.set(id, { turn: this.#turns, isFrozen: false });
    this.#order({ do: "freeze", id, turn: this.#turns });
  }

  /** The agent has done it. What it says of a former turn is of no matter: it was thawed since. */
  onFrozen(id: string, turn: number): void {
    const rest = this.#resting.get(id);
    if (rest?.turn === turn) rest.isFrozen = true;
  }

  /** The process runs when this returns or, if it was only about to be frozen, soon after. */
  thaw(id: string): void {
    const rest = this.#resting.get(id);
    if (!rest) return;
    this.#resting.delete(id);
    if (!rest.isFrozen || !this.#write(id)) this.#order({ do: "thaw", id });
  }

  forget(id: string): void {
    this.#resting.delete(id);
  }

  /** The agent has died, and with it everything; but what is frozen dies only when it is thawed. */
  thawAll(): void {
    for (const id of this.#resting.keys()) this.#write(id);
    this.#resting.clear();
  }

  /** False if there is no such group any more. */
  #write(id: string): boolean {
    const { kind, folder } = this.#place;
    const [file, word] = kind === "v1" ? ["freezer.state", "THAWED"] : ["cgroup.freeze", "0"];
    try {
      writeFileSync(join(folder, id, file), word, { flag: "r+" });
      return true;
    } catch {
      return false;
    }
  }
}
