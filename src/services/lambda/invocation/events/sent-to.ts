import { ownValue } from "../../../../platform/own-value.ts";
import { aliasKey } from "../../aliases/alias.ts";
import { type FunctionFamily, latestVersion } from "../../functions/function.ts";

/** What an event is sent to, as its queue is kept by it: `$LATEST`, a version's number, or an alias that is never another's. */
export function sentToOf({ aliases }: FunctionFamily, qualifier: string | undefined): string {
  if (qualifier === undefined) return latestVersion;
  const alias = ownValue(aliases, qualifier);
  return alias ? aliasKey(alias) : qualifier;
}

/** Whether it is there still. An alias that was made anew under the name is another; a version's number is never used again. */
export function isThereStill(family: FunctionFamily, sentTo: string): boolean {
  if (sentTo === latestVersion || /^\d+$/.test(sentTo)) return true;
  const alias = ownValue(family.aliases, sentTo.split("@")[0] ?? "");
  return alias !== undefined && aliasKey(alias) === sentTo;
}
