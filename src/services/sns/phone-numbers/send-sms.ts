import type { EffectContext, Place } from "../../service.ts";
import type { Outcome } from "../deliveries/delivery.ts";
import type { Message } from "../messages/message.ts";
import { outboxKey } from "../outbox/outbox-message.ts";
import { outboxStore } from "../outbox/outbox-store.ts";
import type { SnsState } from "../state.ts";
import { toDigits } from "./phone-number.ts";
import { phoneStore, phonesKey } from "./phone-store.ts";

export interface Sms {
  readonly to: string;
  readonly body: string;
  readonly message: Message;
  readonly topicArn?: string;
  readonly subscriptionArn?: string;
}

/** Leaves a text message in the outbox, unless its number has opted out. Source: "Publishing SMS messages to a mobile phone". */
export async function sendSms(
  { host, state }: EffectContext<SnsState>,
  at: Place,
  { to, body, message, topicArn, subscriptionArn }: Sms,
): Promise<Outcome> {
  const { optedOut, defaults } = await host.storage.partition(phonesKey(at)).read(async (tx) => ({
    optedOut: await phoneStore.hasOptedOut(tx, toDigits(to)),
    defaults: await phoneStore.attributes(tx),
  }));
  if (optedOut) {
    const reason = "Phone number is opted out";
    return { kind: "never", reason, statusCode: 400, providerResponse: JSON.stringify({ ErrorMessage: reason }) };
  }
  const { attributes } = message;
  const said = (name: string) => attributes?.[`AWS.SNS.SMS.${name}`]?.string;
  const sender = said("SenderID") ?? defaults.DefaultSenderID;
  const type = said("SMSType") ?? defaults.DefaultSMSType;
  await host.storage.partition(outboxKey(at)).write((tx) =>
    outboxStore.add(tx, {
      kind: "sms",
      to,
      body,
      messageId: message.id,
      sentMs: message.publishedMs,
      smsType: type === "Transactional" ? "Transactional" : "Promotional",
      ...(sender !== undefined && { from: sender }),
      ...(attributes && { attributes }),
      ...(topicArn !== undefined && { topicArn }),
      ...(subscriptionArn !== undefined && { subscriptionArn }),
    }),
  );
  state.metering.sms(at, to, body);
  return { kind: "delivered", statusCode: 200, providerResponse: "Message has been accepted by phone" };
}
