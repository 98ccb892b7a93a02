import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { countItems, itemStatements, key, type OpenDatabase, openRig, type Rig } from "./rig.ts";

const writer = fileURLToPath(new URL("../fixtures/acknowledge.ts", import.meta.url));
const clockwork = fileURLToPath(new URL("../fixtures/fire-timers.ts", import.meta.url));

/**
 * A process that writes to the database is killed in the middle of it. Everything it acknowledged must be there, each write whole:
 * its row, its number and its effect.
 */
export async function checkKill(
  open: OpenDatabase,
  target: (name: string) => Promise<readonly string[]> | readonly string[],
): Promise<void> {
  const { name } = await prepare(open);
  const acknowledged = await killWriter(await target(name));
  await using rig = await openRig(open, name);
  await checkAcknowledged(rig, acknowledged);
}

/** Everything that was acknowledged is there, by the last number of each partition, and each write is whole. */
export async function checkAcknowledged(rig: Rig, acknowledged: ReadonlyMap<string, number>): Promise<void> {
  const delivered = new Map<string, number[]>();
  await rig.database.outbox.start(async ({ payload }, from) => {
    delivered.set(from.name, [...(delivered.get(from.name) ?? []), Number(payload)]);
  });
  await rig.database.outbox.idle();
  for (const [partition, last] of acknowledged) {
    const rows = await rig.database
      .partition(key(partition))
      .read((tx) => tx.all(itemStatements.keys, { after: "", limit: 1_000_000 }));
    const numbers = rows.map((row) => Number(row.key)).sort((a, b) => a - b);
    assert.ok(numbers.length >= last, `${partition}: ${last} acknowledged, ${numbers.length} there`);
    const gapless = Array.from(numbers, (_, index) => index + 1);
    assert.deepEqual(numbers, gapless);
    assert.deepEqual(delivered.get(partition) ?? [], gapless);
    assert.equal(await rig.database.partition(key(partition)).write((tx) => tx.nextSequence()), numbers.length + 1);
  }
}

/**
 * A process whose timers are firing is killed in the middle of it, twice. In the end each has done its work, and none has twice: what a firing does
 * is in the commit that settles it.
 */
export async function checkKilledTimers(
  open: OpenDatabase,
  target: (name: string) => Promise<readonly string[]> | readonly string[],
): Promise<void> {
  const { name } = await prepare(open);
  const timers = 600;
  for (const untilFired of [100, 200]) {
    const argv = [clockwork, ...(await target(name)), `${timers}`];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    let fired = 0;
    for await (const _ of createInterface({ input: child.stdout })) if (++fired === untilFired) child.kill("SIGKILL");
    assert.equal((await exited)[1], "SIGKILL", "the process ended by itself");
  }
  await using rig = await openRig(open, name);
  rig.clock.advance(Date.now() + 60_000 - rig.clock.nowMs());
  const failed: string[] = [];
  rig.database.timers.start(
    new Map([
      [
        "t",
        {
          fire: (firing) =>
            rig.database
              .partition(firing.from)
              .write(async (tx) => {
                await tx.run(itemStatements.add, { key: firing.key, value: 1 });
                await firing.settle(tx);
              })
              .catch((error: Error) => {
                failed.push(error.message);
              }),
        },
      ],
    ]),
  );
  await rig.database.timers.idle();
  assert.deepEqual(failed, []);
  let done = 0;
  for (const partition of ["a", "b", "c", "d"]) done += await countItems(rig.database, partition);
  assert.equal(done, timers);
}

async function prepare(open: OpenDatabase): Promise<{ name: string }> {
  await using rig = await openRig(open);
  return { name: rig.name };
}

/** The last number of each partition that the process said before it died. */
async function killWriter(target: readonly string[]): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [writer, ...target], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const last = new Map<string, number>();
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [, partition, number] = /^([a-h]) (\d+)$/.exec(line) ?? [];
    if (!partition) continue;
    last.set(partition, Number(number));
    count += 1;
    // On a busy machine a partition may have to wait long for its first turn.
    if (count >= 400 && last.size === 8) child.kill("SIGKILL");
  }
  const [code, signal] = await exited;
  assert.equal(signal, "SIGKILL", `the writer ended by itself with ${code}`);
  assert.equal(last.size, 8);
  return last;
}
