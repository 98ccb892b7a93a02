import type { DeviceMessage } from "./device-message.ts";
import { TopicTree } from "./topic-tree.ts";

/** One subscription of a client that is connected to this server. */
export interface Subscriber {
  readonly client: SubscribedClient;
  readonly qos: 0 | 1;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  /** A persistent session's: what has QoS 1 on both sides is kept for it, and does not come by this way. */
  readonly isKept: boolean;
}

export interface SubscribedClient {
  readonly clientId: string;
  /** Brings it, or lets it go where the client reads too slowly. */
  deliver(message: DeviceMessage, subscriber: Subscriber): void;
}

/** Those who share a subscription: each message goes to the next of them. */
class Group {
  readonly members: Subscriber[] = [];
  #next = 0;

  take(): Subscriber | undefined {
    this.#next = (this.#next + 1) % Math.max(1, this.members.length);
    return this.members[this.#next];
  }
}

/** The subscriptions of an account and region's clients on this server. */
export class Subscribers {
  readonly #tree = new TopicTree<Subscriber | Group>();
  /** By group and filter. */
  readonly #groups = new Map<string, Group>();
  /** Used for one message after the other: nothing of a match is kept. */
  readonly #found: (Subscriber | Group)[] = [];

  add(filter: string, group: string | undefined, subscriber: Subscriber): void {
    if (group === undefined) {
      this.#tree.add(filter, subscriber);
      return;
    }
    const name = groupName(group, filter);
    let members = this.#groups.get(name);
    if (!members) {
      members = new Group();
      this.#groups.set(name, members);
      this.#tree.add(filter, members);
    }
    members.members.push(subscriber);
  }

  /** Gives whether it was the last one of a group. */
  remove(filter: string, group: string | undefined, subscriber: Subscriber): boolean {
    if (group === undefined) {
      this.#tree.remove(filter, subscriber);
      return false;
    }
    const name = groupName(group, filter);
    const members = this.#groups.get(name);
    if (!members) return false;
    const at = members.members.indexOf(subscriber);
    if (at >= 0) members.members.splice(at, 1);
    if (members.members.length > 0) return false;
    this.#groups.delete(name);
    this.#tree.remove(filter, members);
    return true;
  }

  get isEmpty(): boolean {
    return this.#tree.isEmpty;
  }

  /** Names of the groups that have somebody here. */
  get groups(): Iterable<string> {
    return this.#groups.keys();
  }

  /** Gives whether anybody wanted it. `mayTake` says whether a group's message is for this server. */
  deliver(message: DeviceMessage, mayTake: (group: string) => boolean = always): boolean {
    const found = this.#found;
    found.length = 0;
    this.#tree.match(message.topic, found);
    const [only] = found;
    if (only === undefined) return false;
    if (found.length === 1) this.#bring(message, only, mayTake);
    // Whoever has several subscriptions to it gets it once, by the best of them.
    else for (const each of best(found)) this.#bring(message, each, mayTake);
    return true;
  }

  #bring(message: DeviceMessage, to: Subscriber | Group, mayTake: (group: string) => boolean): void {
    if (message.onlyFor !== undefined && (to instanceof Group || to.client.clientId !== message.onlyFor)) return;
    const subscriber = to instanceof Group ? this.#taking(to, mayTake) : to;
    if (!subscriber || (subscriber.noLocal && subscriber.client.clientId === message.source.clientId)) return;
    if (subscriber.isKept && subscriber.qos === 1 && message.qos === 1 && !(to instanceof Group)) return;
    subscriber.client.deliver(message, subscriber);
  }

  #taking(group: Group, mayTake: (group: string) => boolean): Subscriber | undefined {
    if (mayTake === always) return group.take();
    for (const [name, each] of this.#groups) if (each === group) return mayTake(name) ? group.take() : undefined;
    return undefined;
  }
}

const always = (): boolean => true;

function groupName(group: string, filter: string): string {
  return `${group}/${filter}`;
}

function best(found: readonly (Subscriber | Group)[]): readonly (Subscriber | Group)[] {
  const clients = new Map<SubscribedClient, Subscriber>();
  const groups: Group[] = [];
  for (const each of found) {
    if (each instanceof Group) {
      groups.push(each);
      continue;
    }
    const known = clients.get(each.client);
    if (!known || known.qos < each.qos) clients.set(each.client, each);
  }
  return [...clients.values(), ...groups];
}
