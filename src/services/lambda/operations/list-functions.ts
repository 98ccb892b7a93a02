import type { ReadTransaction } from "../../../storage/database.ts";
import { toPageToken } from "../../page-token.ts";
import { notSupported } from "../errors.ts";
import { type FunctionRecord, latestVersion } from "../functions/function.ts";
import { functionStore } from "../functions/function-store.ts";
import { readMarker } from "../functions/page.ts";
import { toListedConfiguration } from "../functions/to-configuration.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";
import { versionStore } from "../versions/version-store.ts";

/** By name, 50 at most a page; with FunctionVersion=ALL each function's published versions follow it. */
export const listFunctions: LambdaOperation<"ListFunctions"> = async (input, context) => {
  if (input.MasterRegion && input.MasterRegion !== "ALL") throw notSupported("MasterRegion");
  const limit = Math.min(input.MaxItems ?? limits.functionsPage, limits.functionsPage);
  const [name = "", version = ""] = input.Marker === undefined ? [] : readMarker(input.Marker).split(":");
  const all = input.FunctionVersion === "ALL";
  const read = all ? readVersions : readLatest;
  const records = await context.state.functions.read(context, (tx) => read(tx, { name, version }, limit + 1));
  const page = records.slice(0, limit);
  const last = records.length > limit ? page.at(-1) : undefined;
  return {
    Functions: page.map((record) => toListedConfiguration(record, all ? record.version : undefined)),
    NextMarker: last && toPageToken(all ? `${last.name}:${last.version}` : last.name),
  };
};

interface Place {
  readonly name: string;
  readonly version: string;
}

async function readLatest(tx: ReadTransaction, { name }: Place, limit: number): Promise<FunctionRecord[]> {
  return (await functionStore.list(tx, name, limit)).map(({ latest }) => latest);
}

async function readVersions(tx: ReadTransaction, after: Place, limit: number): Promise<FunctionRecord[]> {
  const records: FunctionRecord[] = [];
  // The rest of the function that the last page ended in, then the ones after it.
  if (after.name) records.push(...(await versionStore.list(tx, after.name)).filter((record) => follows(record, after)));
  for (const { latest } of await functionStore.list(tx, after.name, limit)) {
    if (records.length >= limit) break;
    records.push(latest, ...(await versionStore.list(tx, latest.name)));
  }
  return records;
}

function follows({ version }: FunctionRecord, after: Place): boolean {
  return after.version === latestVersion || Number(version) > Number(after.version);
}
