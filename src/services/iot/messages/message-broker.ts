import type { DeviceMessage } from "./device-message.ts";

/**
 * Takes what is to be done with a message beside bringing it to subscribers: rules, shadows, jobs. It is called once for each message, on the server where it was published, and tells by
 * its promise when it has what QoS 1 promises (stored, or handed to who stores it): only then is the message acknowledged. Undefined where it is no business of its own, so that
 * what nobody wants costs no promise. It must look at the topic first, and cheaply. What it rejects with fails the publish: the device is not acknowledged and tries again.
 */
export type MessageTaker = (message: DeviceMessage) => Promise<void> | undefined;

/** Where all messages pass. Who may publish has been asked before: by the connection, or by the operation `Publish`. */
export class MessageBroker {
  readonly #takers = new Set<MessageTaker>();

  /** Brings it to everyone. Fulfilled when it may be acknowledged. */
  async publish(message: DeviceMessage): Promise<void> {
    const taking: Promise<void>[] = [];
    for (const take of this.#takers) {
      const taken = take(message);
      if (taken) taking.push(taken);
    }
    if (taking.length > 0) await Promise.all(taking);
  }

  /** Called for every message. Gives the way to end it. */
  onMessage(take: MessageTaker): () => void {
    this.#takers.add(take);
    return () => this.#takers.delete(take);
  }
}
