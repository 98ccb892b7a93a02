import type { Outbox } from "../../storage/database.ts";
import { type ControlRequest, type ControlResponse, json } from "./exchange.ts";

const mostListed = 1_000;
const effectsAtOnce = 200;

/** `GET /_squall/parked?after=ID&limit=N`: effects that failed too often, by their ids. */
export async function listParked(outbox: Outbox, { query }: ControlRequest): Promise<ControlResponse> {
  const limit = Number(query.get("limit") ?? mostListed);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostListed) {
    return json(400, { message: `limit must be a number from 1 to ${mostListed}.` });
  }
  const parked = await outbox.parked(query.get("after") ?? "", limit);
  return json(200, { parked, next: parked.length === limit ? parked.at(-1)?.id : undefined });
}

/** `POST /_squall/parked/retry` and `/drop`, with `{"ids": ["ID", …]}` or `{"all": true}`. */
export async function settleParked(
  outbox: Outbox,
  request: ControlRequest,
  settle: (id: string) => Promise<boolean>,
): Promise<ControlResponse> {
  const asked = readAsked(await request.body());
  if (!asked) return json(400, { message: 'The body must be {"ids": ["ID", …]} or {"all": true}.' });
  let settled = 0;
  const missing: string[] = [];
  for await (const id of asked === "all" ? allIds(outbox) : asked) {
    if (await settle(id)) settled++;
    else if (asked !== "all") missing.push(id);
  }
  return json(200, { settled, missing });
}

/** Those that are parked now: one that is retried and fails again is parked much later. */
async function* allIds(outbox: Outbox): AsyncGenerator<string> {
  let after = "";
  for (;;) {
    const page = await outbox.parked(after, effectsAtOnce);
    for (const { id } of page) yield id;
    if (page.length < effectsAtOnce) return;
    after = page.at(-1)?.id ?? "";
  }
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
