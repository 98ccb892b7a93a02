import { eachRow } from "../../storage/each-row.ts";
import type { ParkedList } from "../../storage/parked.ts";
import { type ControlRequest, type ControlResponse, json } from "./exchange.ts";

const mostListed = 1_000;
const readAtOnce = 200;

/** `GET /_squall/parked?after=ID&limit=N`: deliveries and timers that failed too often, by their ids. */
export async function listParked(list: ParkedList, { query }: ControlRequest): Promise<ControlResponse> {
  const limit = Number(query.get("limit") ?? mostListed);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostListed) {
    return json(400, { message: `limit must be a number from 1 to ${mostListed}.` });
  }
  const parked = await list.list(query.get("after") ?? "", limit);
  return json(200, { parked, next: parked.length === limit ? parked.at(-1)?.id : undefined });
}

/** `POST /_squall/parked/retry` and `/drop`, with `{"ids": ["ID", …]}` or `{"all": true}`. */
export async function settleParked(
  list: ParkedList,
  request: ControlRequest,
  settle: (id: string) => Promise<boolean>,
): Promise<ControlResponse> {
  const asked = readAsked(await request.body());
  if (!asked) return json(400, { message: 'The body must be {"ids": ["ID", …]} or {"all": true}.' });
  let settled = 0;
  const missing: string[] = [];
  for await (const id of asked === "all" ? allIds(list) : asked) {
    if (await settle(id)) settled++;
    else if (asked !== "all") missing.push(id);
  }
  return json(200, { settled, missing });
}

/** Those that are parked now: one that is retried and fails again is parked much later. */
async function* allIds(list: ParkedList): AsyncGenerator<string> {
  const read = (last: { readonly id: string } | undefined) => list.list(last?.id ?? "", readAtOnce);
  for await (const { id } of eachRow(read, readAtOnce)) yield id;
}

function readAsked(body: Buffer): readonly string[] | "all" | undefined {
  try {
    const { ids, all } = JSON.parse(body.toString("utf8")) as { ids?: unknown; all?: unknown };
    if (all === true) return "all";
    return Array.isArray(ids) && ids.every((id) => typeof id === "string") ? ids : undefined;
  } catch {
    return undefined;
  }
}
