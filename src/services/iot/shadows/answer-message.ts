import type { ServiceHost } from "../../service.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import { deleteShadow, getShadow, updateShadow } from "./change-shadow.ts";
import { type ShadowName, shadowTopic } from "./shadow.ts";
import { ShadowRefusal } from "./shadow-refusal.ts";

const verbs = { get: getShadow, update: updateShadow, delete: deleteShadow } as const;

/** Does what a message asks of a shadow and answers at `accepted` or `rejected`. */
export async function answerMessage(
  { host, broker }: { readonly host: ServiceHost; readonly broker: MessageBroker },
  message: DeviceMessage,
  name: ShadowName,
  verb: keyof typeof verbs,
): Promise<void> {
  const { account, region, payload, qos } = message;
  let suffix = "accepted";
  let document: object;
  try {
    document = await verbs[verb](host, name, payload);
  } catch (error) {
    if (!(error instanceof ShadowRefusal)) throw error;
    const { code, clientToken } = error;
    suffix = "rejected";
    const timestamp = Math.floor(host.clock.nowMs() / 1_000);
    document = { code, message: error.message, timestamp, ...(clientToken !== undefined && { clientToken }) };
  }
  await broker.publish({
    account,
    region,
    topic: `${shadowTopic(name)}/${verb}/${suffix}`,
    payload: Buffer.from(JSON.stringify(document)),
    qos,
    retain: false,
    publishedMs: host.clock.nowMs(),
    properties: undefined,
    source: {},
  });
}
