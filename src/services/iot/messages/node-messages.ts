import type { Json } from "../../../cluster/cluster.ts";
import type { ServiceHost } from "../../service.ts";
import { type DeviceMessage, placeText } from "./device-message.ts";
import { fromMessageJson, type MessageJson, toMessageJson } from "./message-json.ts";

/** Of messages that wait to be handed to another server; beyond, they are let go as for any subscriber that is too slow. */
const mostWaitingBytes = 16 * 1024 * 1024;
const batchBytes = 1024 * 1024;
const questionMs = 2_000;

/** For each account and region where a server has subscribers, the groups that share a subscription there. */
type Interests = Readonly<Record<string, readonly string[]>>;

export interface NodeListener {
  readonly deliver: (message: DeviceMessage, mayTake: (group: string) => boolean) => void;
  readonly interests: () => Interests;
}

interface OtherNode {
  /** Undefined until it has said: then everything is for it. */
  interests: Map<string, Set<string>> | undefined;
  readonly waiting: Json[];
  waitingBytes: number;
  isSending: boolean;
}

/**
 * Messages from server to server. Each says of which accounts and regions it has subscribers before the first of them is told that it is subscribed, so that nothing goes to a
 * server where nobody wants it, and nothing is missed.
 */
export class NodeMessages {
  readonly #host: ServiceHost;
  readonly #others = new Map<string, OtherNode>();
  /** What this server has said to the others: places, and groups in them. A place stays: what comes for nobody is looked at and forgotten. */
  readonly #said = new Set<string>();
  readonly #places = new Set<string>();
  #listener: NodeListener | undefined;
  #turn = 0;

  constructor(host: ServiceHost) {
    this.#host = host;
    host.peers.answer("iot.messages", async (payload) => {
      for (const each of payload as unknown as readonly SentMessage[]) this.#take(each);
      return {};
    });
    host.peers.answer("iot.interests", async (payload, from) => {
      this.#note(from, payload as unknown as Interests);
      return this.#mine() as Json;
    });
    host.nodes.onChange(({ gone, joined }) => {
      for (const { id } of gone) this.#others.delete(id);
      for (const { id } of joined) if (id !== host.nodes.self) void this.#tell(id);
    });
  }

  listen(listener: NodeListener): void {
    this.#listener = listener;
  }

  /** Fulfilled when every living server knows that there is somebody here. */
  async interested(place: string, group: string | undefined): Promise<void> {
    const name = `${place} ${group ?? ""}`;
    if (this.#said.has(name)) return;
    this.#said.add(name);
    this.#places.add(place);
    await Promise.all(this.#otherIds().map((id) => this.#tell(id)));
  }

  /** Nobody here shares the subscription any more: its messages are for those elsewhere. */
  uninterested(place: string, group: string): void {
    this.#said.delete(`${place} ${group}`);
    for (const id of this.#otherIds()) void this.#tell(id);
  }

  /** Hands it to the others that want it. Gives which groups' message this server may take: each goes to one of all. Undefined where there are no others. */
  forward(message: DeviceMessage): ((group: string) => boolean) | undefined {
    const ids = this.#otherIds();
    if (ids.length === 0) return undefined;
    const place = placeText(message);
    const here = this.#host.nodes.self;
    const groups = new Map<string, string[]>();
    for (const group of this.#listener?.interests()[place] ?? []) groups.set(group, [here]);
    for (const id of ids) {
      for (const group of this.#others.get(id)?.interests?.get(place) ?? [])
        groups.set(group, [...(groups.get(group) ?? []), id]);
    }
    this.#turn += 1;
    const taker = new Map([...groups].map(([group, nodes]) => [group, nodes[this.#turn % nodes.length]]));
    for (const id of ids) {
      const other = this.#other(id);
      if (other.interests && !other.interests.has(place)) continue;
      const taken = [...taker].filter(([, node]) => node === id).map(([group]) => group);
      this.#send(id, other, { ...toMessageJson(message), groups: taken });
    }
    return (group) => (taker.get(group) ?? here) === here;
  }

  #otherIds(): string[] {
    const { nodes } = this.#host;
    const live = nodes.live();
    if (live.length < 2) return [];
    return live.flatMap(({ id }) => (id === nodes.self ? [] : [id]));
  }

  #other(id: string): OtherNode {
    let other = this.#others.get(id);
    if (!other) {
      other = { interests: undefined, waiting: [], waitingBytes: 0, isSending: false };
      this.#others.set(id, other);
    }
    return other;
  }

  #send(id: string, other: OtherNode, sent: SentMessage): void {
    const bytes = sent.payload.length + sent.topic.length + 300;
    if (other.waitingBytes + bytes > mostWaitingBytes) return;
    other.waiting.push(sent as unknown as Json);
    other.waitingBytes += bytes;
    if (!other.isSending) void this.#drain(id, other);
  }

  async #drain(id: string, other: OtherNode): Promise<void> {
    other.isSending = true;
    // What is published in the same turn goes along.
    await Promise.resolve();
    while (other.waiting.length > 0) {
      const batch: Json[] = [];
      for (let bytes = 0; other.waiting.length > 0 && bytes < batchBytes; ) {
        const next = other.waiting.shift() as unknown as SentMessage;
        bytes += next.payload.length + next.topic.length + 300;
        batch.push(next as unknown as Json);
        other.waitingBytes -= next.payload.length + next.topic.length + 300;
      }
      try {
        await this.#host.peers.ask(id, "iot.messages", batch, { timeoutMs: questionMs });
      } catch (error) {
        this.#host.log.debug("messages did not reach another server", { node: id, error: String(error) });
      }
    }
    other.isSending = false;
  }

  async #tell(id: string): Promise<void> {
    try {
      const theirs = await this.#host.peers.ask(id, "iot.interests", this.#mine() as Json, { timeoutMs: questionMs });
      this.#note(id, theirs as unknown as Interests);
    } catch (error) {
      this.#host.log.debug("another server did not say what it wants", { node: id, error: String(error) });
    }
  }

  #mine(): Interests {
    return { ...Object.fromEntries([...this.#places].map((place) => [place, []])), ...this.#listener?.interests() };
  }

  #note(id: string, interests: Interests): void {
    const other = this.#other(id);
    other.interests = new Map(Object.entries(interests).map(([place, groups]) => [place, new Set(groups)]));
  }

  #take(sent: SentMessage): void {
    const { groups, ...message } = sent;
    const mine = new Set(groups);
    this.#listener?.deliver(fromMessageJson(message), (group) => mine.has(group));
  }
}

interface SentMessage extends MessageJson {
  /** The groups for which the receiver brings it to one of its own. */
  readonly groups: readonly string[];
}
