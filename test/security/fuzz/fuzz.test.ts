import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fuzz } from "./run.ts";

/** Ten thousand each, always the same ones. More, and others: CONTRIBUTING.md, "Send it what nobody sends". */
describe("requests that are nearly right", () => {
  for (const auth of ["open", "enforce"] as const) {
    it(`neither end, hang, grow nor fault a server with --auth ${auth}`, async () => {
      const { faults, lives, slowestHealthMs, grownMiB, grownDescriptors, statuses } = await fuzz({
        requests: 10_000,
        seed: 9,
        auth,
      });
      assert.deepEqual(faults, []);
      assert.equal(lives, true);
      assert.ok(slowestHealthMs < 10_000, `an answer took ${slowestHealthMs} ms`);
      assert.ok(grownMiB < 100, `${grownMiB} MiB more`);
      assert.ok(grownDescriptors < 50, `${grownDescriptors} descriptors more`);
      // It must have been more than refusals at the door.
      assert.ok((statuses.get(200) ?? 0) > 300, `${statuses.get(200)} requests succeeded`);
    });
  }
});
