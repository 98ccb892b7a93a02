import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { createSystemRandom } from "../../platform/random.ts";
import { RuntimeApi } from "./runtime-api.ts";

const nobody = { runtime: undefined, extensions: undefined, telemetry: undefined };

test("with its end every address is given up, and none is taken after it", async () => {
  const api = new RuntimeApi(createSystemRandom());
  const open = () =>
    api.open(
      () => nobody,
      async () => true,
    );
  const before = [await open(), await open()];
  for (const { address } of before) assert.equal(await reach(address), "connected");
  api.close();
  for (const { address } of [...before, await open()]) assert.equal(await reach(address), "ECONNREFUSED");
});

function reach(address: string): Promise<string> {
  const [host = "", port] = address.split(":");
  const socket = connect({ host, port: Number(port) });
  return new Promise<string>((resolve) => {
    socket.once("connect", () => resolve("connected"));
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
  }).finally(() => socket.destroy());
}
