import { invalidParameter, notSupported } from "../errors.ts";
import { listFunctions as readPage } from "../functions/function-store.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../model.ts";

/** By name, 50 at most a page. The marker is the last page's last name, sealed in base64 so that nobody builds on it. */
export const listFunctions: LambdaOperation<"ListFunctions"> = async (input, context) => {
  if (input.MasterRegion && input.MasterRegion !== "ALL") throw notSupported("MasterRegion");
  const limit = Math.min(input.MaxItems ?? limits.functionsPage, limits.functionsPage);
  const after = input.Marker === undefined ? "" : readMarker(input.Marker);
  const records = await context.state.functions.read(context, (tx) => readPage(tx, after, limit + 1));
  const page = records.slice(0, limit);
  const last = records.length > limit ? page.at(-1) : undefined;
  return {
    // With FunctionVersion=ALL every published version would follow; there is only $LATEST.
    Functions: page.map((record) => ({ ...toConfiguration(record), ...withoutState })),
    NextMarker: last && Buffer.from(last.name).toString("base64url"),
  };
};

/** A listing leaves the state out. Source: API reference, "ListFunctions". */
const withoutState = {
  State: undefined,
  StateReason: undefined,
  StateReasonCode: undefined,
  LastUpdateStatus: undefined,
  LastUpdateStatusReason: undefined,
  LastUpdateStatusReasonCode: undefined,
};

function readMarker(marker: string): string {
  const name = Buffer.from(marker, "base64url").toString();
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(name)) throw invalidParameter(`Invalid marker: ${marker}`);
  return name;
}
