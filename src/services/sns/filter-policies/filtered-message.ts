import { bodyFor, type Message } from "../messages/message.ts";

/** What filter policies look at of one message. It is read when the first of them asks, and once, however many do. */
export class FilteredMessage {
  readonly #message: Message;
  #attributes: object | undefined;
  /** By text: protocols may have texts of their own. Undefined for what is no object of JSON. */
  readonly #bodies = new Map<string, object | undefined>();

  constructor(message: Message) {
    this.#message = message;
  }

  get hasAttributes(): boolean {
    return this.#message.attributes !== undefined;
  }

  get attributes(): object {
    this.#attributes ??= toAttributeEvent(this.#message);
    return this.#attributes;
  }

  bodyFor(protocol: string): object | undefined {
    const text = bodyFor(this.#message, protocol);
    if (!this.#bodies.has(text)) this.#bodies.set(text, toEvent(text));
    return this.#bodies.get(text);
  }
}

function toEvent(body: string): object | undefined {
  try {
    const event: unknown = JSON.parse(body);
    return typeof event === "object" && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}

/** Texts, numbers and lists of them; what is binary is looked at by no policy. Source: "Amazon SNS message filtering". */
function toAttributeEvent({ attributes }: Message): object {
  const event: Record<string, unknown> = Object.create(null);
  for (const name in attributes) {
    const { type, string } = attributes[name] as { type: string; string?: string };
    if (string === undefined) continue;
    if (type === "Number" || type.startsWith("Number.")) event[name] = Number(string);
    else if (type === "String.Array") event[name] = toList(string);
    else event[name] = string;
  }
  return event;
}

function toList(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
