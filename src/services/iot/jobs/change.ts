import type { Place } from "../../service.ts";

/** What a change needs beside its transaction: told to all of them at once, since a write may be run again. */
export interface Change extends Place {
  readonly nowMs: number;
  /** Ids of effects, as many as may be needed. */
  readonly newId: () => string;
}
