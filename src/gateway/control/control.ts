import { Readable } from "node:stream";
import type { Node } from "../../cluster/cluster.ts";
import { AwsError } from "../../platform/aws-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { AccessControl } from "../../services/access-control.ts";
import type { ControlReceivers } from "../../services/control-receivers.ts";
import { type BlobLinks, blobLinkPrefix } from "../../storage/blobs/blob-links.ts";
import type { BlobStore } from "../../storage/blobs/blob-store.ts";
import type { Database } from "../../storage/database.ts";
import { createParkedList } from "../../storage/parked.ts";
import { advance, tellTime } from "./clock.ts";
import { type ControlRequest, type ControlResponse, json } from "./exchange.ts";
import { answerLabs, type LabsParts } from "./labs.ts";
import { listParked, settleParked } from "./parked.ts";
import { createSignIn } from "./sign-in.ts";

/** What the control paths act on. */
export interface ControlTarget {
  readonly version: string;
  readonly auth: "open" | "enforce";
  readonly clock: Clock;
  /** Moves the clock on, on every node, and gives how many timers that fire in order are due still. */
  moveClock(byMs: number): Promise<number>;
  /** Those that are alive, where there may be several. */
  nodes(): Promise<readonly Node[]>;
  /** `ready`, or why requests are better sent elsewhere. */
  readiness(): string;
  /** The certificate of who signs this server's, in PEM. */
  authority(): Promise<string>;
  readonly blobs: BlobStore;
  readonly links: BlobLinks;
  readonly access: Pick<AccessControl, "signIn">;
  /** Exercises, which know the caller. */
  readonly labs: LabsParts["labs"];
  readonly accountId: string;
  /** `running`, or what else a service is. */
  services(): Readonly<Record<string, string>>;
  /** Figures worth watching: `signaturesAccepted`, … */
  counters(): Readonly<Record<string, number>>;
  readonly storage: Pick<Database, "outbox" | "timers">;
  /** Why what needs the database is refused now; undefined while nothing is. */
  trouble(): string | undefined;
  /** The services' own paths. */
  readonly receivers: ControlReceivers;
  /** Empties everything. */
  reset(): Promise<void>;
}

/** The paths under `/_squall/`: Squall's own, beside AWS's. In `enforce` mode none of them changes what others see, but for who proves to be the server's user; labs act in the name of who signs. */
export function createControl(target: ControlTarget): (request: ControlRequest) => Promise<ControlResponse> {
  const signIn = createSignIn(target);
  const parked = createParkedList(target.storage);
  return async (request) => {
    if (request.path.startsWith(blobLinkPrefix) && request.method === "GET") return download(target, request);
    if (/^\/_squall\/labs(?:\/|$)/.test(request.path)) return answerLabs(target, request);
    switch (`${request.method} ${request.path}`) {
      case "GET /_squall/health":
        return health(target);
      case "GET /_squall/health/ready":
        return readiness(target);
      case "GET /_squall/health/live":
        return json(200, { status: "live" });
      case "GET /_squall/ca":
        return certificate(target);
      case "GET /_squall/parked":
        return changing(target, () => listParked(parked, request));
      case "POST /_squall/parked/retry":
        return changing(target, () => settleParked(parked, request, parked.retry));
      case "POST /_squall/parked/drop":
        return changing(target, () => settleParked(parked, request, parked.drop));
      case "POST /_squall/reset":
        return changing(target, async () => {
          // The others go on with what they have in hand.
          if ((await target.nodes()).length > 1) return json(409, { message: severalNodes });
          await target.reset();
          return json(200, { status: "ready" });
        });
      case "GET /_squall/clock":
        return tellTime(target);
      case "POST /_squall/clock":
        return changing(target, () => advance(target, request));
      case "POST /_squall/sign-in":
        return signIn(request);
      default:
        return receive(target, request);
    }
  };
}

async function health(target: ControlTarget): Promise<ControlResponse> {
  const facts = {
    version: target.version,
    services: target.services(),
    counters: target.counters(),
    nodes: await listNodes(target),
  };
  try {
    const { outbox, timers } = target.storage;
    const [ofDeliveries, ofTimers, due] = await Promise.all([outbox.counts(), timers.counts(), timers.dueInOrder()]);
    return json(200, { status: "ready", ...facts, deliveries: ofDeliveries, timers: { ...ofTimers, due } });
  } catch (error) {
    const trouble = target.trouble();
    if (trouble === undefined) throw error;
    return json(503, { status: "unavailable", trouble, ...facts });
  }
}

/** Strangers learn how many there are, and not where. */
async function listNodes({ auth, nodes }: ControlTarget): Promise<readonly Partial<Node>[]> {
  const all = await nodes();
  if (auth === "open") return all;
  return all.map(({ id, epoch, startedMs, heartbeatMs, isDraining }) => ({
    id,
    epoch,
    startedMs,
    heartbeatMs,
    isDraining,
  }));
}

/** For load balancers and orchestrators. */
function readiness(target: ControlTarget): ControlResponse {
  const status = target.trouble() === undefined ? target.readiness() : "unavailable";
  return json(status === "ready" ? 200 : 503, { status });
}

/** It is no secret: each TLS connection shows it. */
async function certificate(target: ControlTarget): Promise<ControlResponse> {
  return {
    status: 200,
    headers: { "content-type": "application/x-pem-file" },
    body: await target.authority(),
  };
}

async function changing(target: ControlTarget, change: () => Promise<ControlResponse>): Promise<ControlResponse> {
  if (target.auth === "open") return change();
  return json(403, {
    message:
      "Refused: this server runs with --auth enforce, where nobody may reset it, move its clock, see or settle parked deliveries or run functions from a directory.",
  });
}

async function receive(target: ControlTarget, request: ControlRequest): Promise<ControlResponse> {
  const receiver = request.method === "POST" && target.receivers.get(request.path.slice("/_squall/".length));
  if (!receiver) return json(404, { message: `There is nothing at ${request.method} ${request.path}.` });
  const answer = async () => {
    try {
      const body = await receiver.receive(readJson(await request.body()));
      if (!(body instanceof Readable)) return json(200, body);
      return { status: 200, headers: { "content-type": "application/x-ndjson" }, body };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return json(error.status ?? 400, { message: error.message });
    }
  };
  return receiver.isForUser ? answer() : changing(target, answer);
}

/** Undefined for what is no JSON. */
function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

const severalNodes =
  "Refused: several servers use this database, and only one that is alone may empty it. Stop the others first (`squall nodes` lists them).";

async function download(target: ControlTarget, { path, query }: ControlRequest): Promise<ControlResponse> {
  const blob = target.links.verify(path, query);
  if (!blob) return json(403, { message: "The link is not valid any more: ask for a new one." });
  try {
    return {
      status: 200,
      headers: { "content-type": "application/octet-stream" },
      body: await target.blobs.read(blob),
    };
  } catch {
    return json(404, { message: "What the link names has been deleted." });
  }
}
