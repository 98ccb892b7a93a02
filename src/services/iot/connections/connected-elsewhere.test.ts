import assert from "node:assert/strict";
import { test } from "node:test";
import { Connections } from "./connections.ts";

const at = { account: "000000000000", region: "us-east-1" };

/** Two servers, each of which asks the other. */
function openTwo() {
  type Answer = (payload: unknown) => Promise<unknown>;
  const answers = new Map<string, Answer>();
  const open = (self: string) => {
    const host = {
      nodes: { self, live: () => [{ id: "a" }, { id: "b" }] },
      peers: {
        answer: (kind: string, answer: Answer) => void answers.set(`${self} ${kind}`, answer),
        ask: async (id: string, kind: string, payload: unknown) => answers.get(`${id} ${kind}`)?.(payload),
      },
      clock: { afterMachine: () => {} },
    };
    return new Connections(host as never, {} as never);
  };
  return [open("a"), open("b")] as const;
}

test("a client that is connected to another server is connected, until it is gone from there", async () => {
  const [one, other] = openTwo();
  const session = { at, clientId: "lamp", connectedMs: 1, pump: () => {}, leave: () => {} };
  const connection = { session, watch: () => {}, end: () => {}, closed: async () => {} };
  assert.equal(await one.isConnected(at, "lamp"), false);
  other.add(connection);
  assert.equal(await other.takeOver(connection, session), true);
  assert.equal(await one.isConnected(at, "lamp"), true);
  assert.equal(await other.isConnected(at, "lamp"), true);
  assert.equal(await one.isConnected({ ...at, region: "eu-west-1" }, "lamp"), false);
  other.remove(connection);
  assert.equal(await one.isConnected(at, "lamp"), false);
});
