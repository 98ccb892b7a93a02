import { parseArn } from "../../../platform/arn.ts";
import type { EffectContext } from "../../service.ts";
import type { Outcome } from "../deliveries/delivery.ts";
import { bodyFor, type Message } from "../messages/message.ts";
import { outboxKey } from "../outbox/outbox-message.ts";
import { outboxStore } from "../outbox/outbox-store.ts";
import type { SnsState } from "../state.ts";
import { applicationStore } from "./application-store.ts";
import { applicationsKey } from "./platform-application.ts";

export interface Push {
  /** The endpoint's ARN. */
  readonly endpoint: string;
  readonly message: Message;
  readonly topicArn?: string;
  readonly subscriptionArn?: string;
}

/** Leaves a push in the outbox, if its endpoint is there and enabled. */
export async function pushToEndpoint(
  { host }: EffectContext<SnsState>,
  { endpoint, message, topicArn, subscriptionArn }: Push,
): Promise<Outcome> {
  const arn = parseArn(endpoint);
  const [, platform = "", name = "", id = ""] = arn?.resource.split("/") ?? [];
  if (!arn) return refused("no endpoint");
  const at = { account: arn.account, region: arn.region };
  const found = await host.storage
    .partition(applicationsKey(at))
    .read((tx) => applicationStore.findEndpoint(tx, `${platform}/${name}`, id));
  if (!found) return refused("Endpoint does not exist");
  if (found.attributes.Enabled?.toLowerCase() !== "true") return refused("Endpoint is disabled");
  await host.storage.partition(outboxKey(at)).write((tx) =>
    outboxStore.add(tx, {
      kind: "application",
      to: endpoint,
      body: bodyFor(message, platform),
      messageId: message.id,
      sentMs: message.publishedMs,
      ...(message.bodies && { hasStructure: true }),
      ...(message.subject !== undefined && { subject: message.subject }),
      ...(message.attributes && { attributes: message.attributes }),
      ...(topicArn !== undefined && { topicArn }),
      ...(subscriptionArn !== undefined && { subscriptionArn }),
    }),
  );
  return { kind: "delivered", statusCode: 200, providerResponse: "{}" };
}

function refused(reason: string): Outcome {
  return { kind: "never", reason, statusCode: 400, providerResponse: JSON.stringify({ ErrorMessage: reason }) };
}
