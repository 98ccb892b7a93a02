import type { Migration, WriteTransaction } from "../../../storage/database.ts";
import { createDuplicateStore, duplicateTable } from "../../duplicate-store.ts";

/** Changes and deletions by the ClientToken of their request; what made something keeps its token itself. */
export const tokenMigrations: readonly Migration[] = [
  { name: "client-tokens", sql: duplicateTable("scheduler_tokens") },
];

const tokens = createDuplicateStore("scheduler_tokens");

/** Ours: AWS does not say for how long. */
const rememberedMs = 8 * 60 * 60 * 1_000;

/** Whether a request has been here before, by its token; if it has not, it has been now. `what`: the operation and its object. */
export async function isRepeated(
  tx: WriteTransaction,
  what: string,
  token: string | undefined,
  nowMs: number,
): Promise<boolean> {
  if (token === undefined) return false;
  if ((await tokens.find(tx, token, what, nowMs)) !== undefined) return true;
  await tokens.note(tx, { id: token, groupId: what, untilMs: nowMs + rememberedMs, message: "" }, nowMs);
  return false;
}
