import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { type Json, type Node, type Nodes, PeerError, type Peers } from "../cluster.ts";
import { PeerLink } from "./peer-link.ts";
import type { PeerRequest, PeerResponse } from "./peer-server.ts";

export interface NodePeersParts {
  readonly nodes: Nodes;
  readonly secret: Buffer;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whom a message is for. */
export type PeerNode = Pick<Node, "id" | "address">;

const patienceMs = 5_000;

/** What a node says to the others, and what it answers them. Paths name what a message is; what a version does not know it says so. */
export class NodePeers implements Peers {
  readonly #parts: NodePeersParts;
  readonly #links = new Map<string, { readonly address: string; readonly link: PeerLink }>();
  readonly #answers = new Map<string, (payload: Json, from: string) => Promise<Json>>();
  readonly #posts = new Map<string, (message: Json) => void>();

  constructor(parts: NodePeersParts) {
    this.#parts = parts;
    parts.nodes.onChange(({ gone }) => {
      for (const { id } of gone) this.#forget(id);
    });
  }

  async ask(
    node: string,
    kind: string,
    payload: Json,
    { timeoutMs = patienceMs }: { readonly timeoutMs?: number } = {},
  ): Promise<Json> {
    const { self } = this.#parts.nodes;
    if (node === self) return this.#askSelf(kind, payload);
    const { status, body } = await this.#link(this.#find(node)).post(
      `/1/ask/${kind}`,
      JSON.stringify({ payload }),
      timeoutMs,
    );
    if (status === 200) return (JSON.parse(body) as { value: Json }).value;
    if (status === 404) throw new PeerError("unknown-kind", `node ${node} does not answer ${kind}`);
    if (status === 422) throw new PeerError("refused", (JSON.parse(body) as { message: string }).message);
    throw new PeerError("unreachable", `node ${node} answered ${status}`);
  }

  answer(kind: string, answer: (payload: Json, from: string) => Promise<Json>): void {
    this.#answers.set(kind, answer);
  }

  /** Hands a message over; fulfilled when the other has it and has acted on it. Rejects with PeerError. */
  async post(node: PeerNode, name: string, message: Json, timeoutMs: number): Promise<void> {
    const { status } = await this.#link(node).post(`/1/${name}`, JSON.stringify(message), timeoutMs);
    if (status !== 204) throw new PeerError("unreachable", `node ${node.id} answered ${status}`);
  }

  /** Acts on messages of this name. What it throws is a fault. */
  onPost(name: string, act: (message: Json) => void): void {
    this.#posts.set(name, act);
  }

  async respond({ path, to, from, body }: PeerRequest): Promise<PeerResponse> {
    if (to !== this.#parts.nodes.self) return { status: 421 };
    const [, version, name = "", kind] = path.split("/");
    if (version !== "1") return { status: 404 };
    if (name === "ask") return this.#respondTo(kind ?? "", body, from);
    const act = this.#posts.get(name);
    if (!act) return { status: 404 };
    act(JSON.parse(body) as Json);
    return { status: 204 };
  }

  close(): void {
    for (const { link } of this.#links.values()) link.close();
    this.#links.clear();
  }

  async #respondTo(kind: string, body: string, from: string): Promise<PeerResponse> {
    const answer = this.#answers.get(kind);
    if (!answer) return { status: 404 };
    const { payload } = JSON.parse(body) as { payload: Json };
    try {
      return { status: 200, body: JSON.stringify({ value: (await answer(payload, from)) ?? null }) };
    } catch (error) {
      return { status: 422, body: JSON.stringify({ message: error instanceof Error ? error.message : String(error) }) };
    }
  }

  async #askSelf(kind: string, payload: Json): Promise<Json> {
    const answer = this.#answers.get(kind);
    if (!answer) throw new PeerError("unknown-kind", `nobody answers ${kind}`);
    try {
      return await answer(payload, this.#parts.nodes.self);
    } catch (error) {
      throw new PeerError("refused", error instanceof Error ? error.message : String(error));
    }
  }

  #find(id: string): PeerNode {
    const node = this.#parts.nodes.live().find((each) => each.id === id);
    if (node) return node;
    throw new PeerError("unreachable", `there is no node ${id}`);
  }

  #link({ id, address }: PeerNode): PeerLink {
    const known = this.#links.get(id);
    if (known?.address === address) return known.link;
    this.#forget(id);
    const { nodes, secret, clock } = this.#parts;
    const link = new PeerLink(id, address, { self: nodes.self, secret, clock });
    this.#links.set(id, { address, link });
    return link;
  }

  #forget(id: string): void {
    this.#links.get(id)?.link.close();
    this.#links.delete(id);
  }
}
