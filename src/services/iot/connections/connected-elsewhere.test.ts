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
  const facts = {
    ...{
      thingName: null,
      isClean: true,
      sourceIp: "127.0.0.1",
      keepAliveSeconds: 60,
      connectedMs: 1,
      expirySeconds: 0,
    },
  };
  const session = { at, clientId: "lamp", connectedMs: 1, facts: () => facts, pump: () => {}, leave: () => {} };
  const connection = { session, watch: () => {}, end: () => {}, closed: async () => {} };
  assert.equal(await one.describe(at, "lamp"), undefined);
  other.add(connection);
  assert.equal(await other.takeOver(connection, session), true);
  assert.deepEqual(await one.describe(at, "lamp"), facts);
  assert.deepEqual(await other.describe(at, "lamp"), facts);
  assert.equal(await one.describe({ ...at, region: "eu-west-1" }, "lamp"), undefined);
  other.remove(connection);
  assert.equal(await one.describe(at, "lamp"), undefined);
});
