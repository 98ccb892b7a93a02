import { bodyFor, type Message, type MessageAttribute } from "../messages/message.ts";
import type { Signer } from "../signing/signer.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";

/** A message in the form in which one protocol's subscribers get it; what all of them share is made once. */
export interface Notification {
  readonly body: string;
  readonly timestamp: string;
  /** The envelope's text up to where subscriptions differ, as queues, HTTP endpoints and mails have it. */
  readonly envelope: string;
  /** Of what stands behind the link to unsubscribe. */
  readonly attributes: string;
  /** FIFO topics do not sign. */
  readonly signature: string | undefined;
  readonly certificateUrl: string | undefined;
}

/** Makes the forms of one message, each when it is first asked for. */
export class Notifications {
  readonly #topic: KnownTopic;
  readonly #message: Message;
  readonly #signer: Signer;
  readonly #made = new Map<string, Promise<Notification>>();

  constructor(topic: KnownTopic, message: Message, signer: Signer) {
    this.#topic = topic;
    this.#message = message;
    this.#signer = signer;
  }

  /** Signing is by far the dearest: raw messages must not ask for it. */
  for(protocol: string): Promise<Notification> {
    const body = bodyFor(this.#message, protocol);
    let made = this.#made.get(body);
    if (!made) {
      made = this.#make(body);
      this.#made.set(body, made);
    }
    return made;
  }

  async #make(body: string): Promise<Notification> {
    const { id, publishedMs, subject, sequenceNumber, attributes } = this.#message;
    const { arn, isFifo, settings } = this.#topic;
    const timestamp = new Date(publishedMs).toISOString();
    const signed = {
      Message: body,
      MessageId: id,
      Subject: subject,
      Timestamp: timestamp,
      TopicArn: arn,
      Type: "Notification",
    };
    const made = isFifo ? undefined : await this.#signer.sign(signed, settings.signatureVersion);
    const facts = {
      Type: "Notification",
      MessageId: id,
      ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
      TopicArn: arn,
      ...(subject !== undefined && { Subject: subject }),
      Message: body,
      Timestamp: timestamp,
      ...(made && { SignatureVersion: settings.signatureVersion, Signature: made.signature, SigningCertURL: made.url }),
    };
    return {
      body,
      timestamp,
      envelope: toLines(facts),
      attributes: attributes ? toAttributeLines(attributes) : "",
      signature: made?.signature,
      certificateUrl: made?.url,
    };
  }
}

/** The envelope of one subscription, laid out as AWS does it. */
export function toEnvelope({ envelope, attributes }: Notification, unsubscribeUrl: string): string {
  return `{\n${envelope},\n  "UnsubscribeURL" : ${JSON.stringify(unsubscribeUrl)}${attributes}\n}`;
}

export function toLines(facts: object): string {
  return Object.entries(facts)
    .map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`)
    .join(",\n");
}

function toAttributeLines(attributes: Readonly<Record<string, MessageAttribute>>): string {
  const lines = Object.entries(toShown(attributes)).map(
    ([name, value]) => `    ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
  );
  return `,\n  "MessageAttributes" : {\n${lines.join(",\n")}\n  }`;
}

/** As envelopes and functions' events have them. */
export function toShown(
  attributes: Readonly<Record<string, MessageAttribute>>,
): Record<string, { readonly Type: string; readonly Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, string, binary }]) => [
      name,
      { Type: type, Value: binary ?? string ?? "" },
    ]),
  );
}
