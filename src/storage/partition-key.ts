import type { PartitionKey } from "./database.ts";

/** One text for each key: for maps and for the outbox's rows. */
export function keyText({ account, region, kind, name }: PartitionKey): string {
  return JSON.stringify([kind, account, region, name]);
}

export function fromKeyText(text: string): PartitionKey {
  const [kind = "", account = "", region = "", name = ""] = JSON.parse(text) as string[];
  return { account, region, kind, name };
}
