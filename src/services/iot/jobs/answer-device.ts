import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import { type DeviceRequest, describe, getPending, startNext, update } from "./device-requests.ts";
import { JobRefusal } from "./job-refusal.ts";

type Verb = "get" | "start-next" | "describe" | "update";

/** Does what a device asks and answers at `accepted` or `rejected`. */
export async function answerDevice(
  { host, broker }: { readonly host: ServiceHost; readonly broker: MessageBroker },
  message: DeviceMessage,
  verb: Verb,
  job: string,
): Promise<void> {
  const { account, region, topic, qos } = message;
  const thing = topic.split("/")[2] ?? "";
  const timestamp = Math.floor(host.clock.nowMs() / 1_000);
  let suffix = "accepted";
  let body: object;
  let clientToken: string | undefined;
  try {
    const request = toRequest(message.payload);
    clientToken = typeof request.clientToken === "string" ? request.clientToken.slice(0, 64) : undefined;
    body = await ask(host, { account, region, thing }, verb, job, request);
  } catch (error) {
    if (!(error instanceof JobRefusal)) throw error;
    const { code, execution } = error;
    suffix = "rejected";
    const state = execution && {
      status: execution.status,
      statusDetails: execution.statusDetails,
      versionNumber: execution.version,
    };
    body = { code, message: error.message, ...(state && { executionState: state }) };
  }
  await broker.publish({
    account,
    region,
    topic: `${topic}/${suffix}`,
    payload: Buffer.from(JSON.stringify({ ...(clientToken !== undefined && { clientToken }), timestamp, ...body })),
    qos,
    retain: false,
    publishedMs: host.clock.nowMs(),
    properties: undefined,
    source: {},
  });
}

async function ask(
  host: ServiceHost,
  of: { account: string; region: string; thing: string },
  verb: Verb,
  job: string,
  request: DeviceRequest,
) {
  switch (verb) {
    case "get":
      return getPending(host, of);
    case "start-next":
      return startNext(host, of, request);
    case "describe":
      return describe(host, of, job, request);
    case "update":
      return update(host, of, job, request);
  }
}

function toRequest(payload: Uint8Array): DeviceRequest & { readonly clientToken?: unknown } {
  if (payload.byteLength === 0) return {};
  if (payload.byteLength > limits.jobRequestBytes) throw new JobRefusal("InvalidRequest", "The request is too long.");
  try {
    const request: unknown = JSON.parse(Buffer.from(payload).toString("utf8"));
    if (typeof request === "object" && request !== null && !Array.isArray(request)) return request;
  } catch {
    // As below.
  }
  throw new JobRefusal("InvalidJson", "The request is no JSON object.");
}
