/** When something came into the recycle bin, and when it leaves it for good. */
export interface Binned {
  readonly enteredMs: number;
  readonly exitsMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;

export function toBinned(days: number, nowMs: number): Binned {
  return { enteredMs: nowMs, exitsMs: nowMs + days * dayMs };
}

/** What is in the bin has it, and nobody can take it away but by a restore. Source: "Considerations for Recycle Bin". */
export const inBinTag = { key: "aws:recycle-bin:resource-in-bin", value: "true" } as const;
