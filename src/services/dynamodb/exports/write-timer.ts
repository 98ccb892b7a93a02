/** How far the objects of one partition have been written. */
export interface Written {
  readonly export: string;
  readonly source: number;
  readonly after: string;
  readonly number: number;
}

/** Of the timer that writes the objects of one partition, in the partition of the copy. */
export const writeExportTimer = "dynamodb.write-export";

export function toBeginWriting(id: string, source: number): string {
  return JSON.stringify({ export: id, source, after: "", number: 0 } satisfies Written);
}
