import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { blockBytes } from "../blocks/block.ts";
import { type Base, VolumeData } from "./volume-data.ts";

const sizeBytes = 8 * blockBytes;

async function open(context: TestContext, blocks: readonly (Buffer | undefined)[] = []) {
  const directory = await mkdtemp(join(tmpdir(), "squall-layers-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const base: Base = {
    block: async (index) => blocks[index],
    has: async (index) => blocks[index] !== undefined,
    forget: () => undefined,
  };
  const again = (mergedLayer = 0) => VolumeData.open(directory, base, mergedLayer);
  return { directory, again, data: await again() };
}

const read = async (data: VolumeData, offset = 0, length = sizeBytes) => {
  const bytes = Buffer.alloc(length, 0xee);
  await data.read(bytes, offset);
  return bytes;
};

/** A source of numbers that is the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

test("whatever is written, zeroed, sealed, flushed and opened again: every byte is what it would be on a disk", async (context) => {
  const blocks = Array.from({ length: 8 }, (_, index) =>
    index % 3 === 0 ? Buffer.alloc(blockBytes, index + 1) : undefined,
  );
  const { again, data: first } = await open(context, blocks);
  let data = first;
  const model = Buffer.concat(blocks.map((block) => block ?? Buffer.alloc(blockBytes)));
  const sealed = new Map<number, Buffer>();
  const draw = numbers(7);
  for (let step = 0; step < 400; step++) {
    const offset = draw(sizeBytes);
    const length = Math.min(1 + draw(step % 5 === 0 ? 700_000 : 9_000), sizeBytes - offset);
    switch (draw(12)) {
      case 0:
        await data.zero(offset, length);
        model.fill(0, offset, offset + length);
        break;
      case 1:
        await data.flush();
        break;
      case 2: {
        const layer = data.seal();
        if (layer !== undefined) sealed.set(layer, Buffer.from(model));
        break;
      }
      case 3:
        await data.close();
        data = await again();
        break;
      default: {
        const bytes = Buffer.alloc(length, 1 + draw(255));
        await data.write(bytes, offset);
        bytes.copy(model, offset);
      }
    }
    assert.ok((await read(data, offset, length)).equals(model.subarray(offset, offset + length)), `step ${step}`);
  }
  assert.ok((await read(data)).equals(model));
  // Each seal has what was there when it was made, whatever was written since.
  for (const [layer, before] of sealed) {
    for (let index = 0; index < 8; index++)
      assert.ok(
        (await data.readBlock(index, layer)).equals(before.subarray(index * blockBytes, (index + 1) * blockBytes)),
      );
  }
  await data.close();
});

test("writes of parts of one page that are under way at once are all there, also with a seal between them", async (context) => {
  const { data } = await open(context);
  for (let round = 0; round < 20; round++) {
    const writes = Array.from({ length: 64 }, (_, index) => data.write(Buffer.alloc(512, index + 1), index * 512));
    data.seal();
    writes.push(
      ...Array.from({ length: 64 }, (_, index) => data.write(Buffer.alloc(512, index + 101), 32_768 + index * 512)),
    );
    await Promise.all(writes);
    const bytes = await read(data, 0, 65_536);
    for (let index = 0; index < 64; index++) {
      assert.equal(bytes[index * 512], index + 1);
      assert.equal(bytes[32_768 + index * 512 + 511], index + 101);
    }
  }
  await data.close();
});

test("layers that are merged are dropped with their files, and what is above them stays", async (context) => {
  const { data, directory, again } = await open(context);
  await data.write(Buffer.alloc(4_096, 1), 0);
  const lower = data.seal() ?? 0;
  await data.write(Buffer.alloc(4_096, 2), 4_096);
  await data.sealed(lower);
  assert.deepEqual(data.changedBlocks(lower), [0]);
  await data.drop(lower);
  // The map of this test has never got what was merged.
  assert.deepEqual([(await read(data, 0, 1))[0], (await read(data, 4_096, 1))[0]], [0, 2]);
  assert.equal(data.seal(), lower + 1);
  await data.close();
  assert.deepEqual(
    (await readdir(directory)).filter((name) => name.endsWith(".data")),
    ["000000002.data"],
  );
  const reopened = await again(lower);
  assert.equal((await read(reopened, 4_096, 1))[0], 2);
  assert.equal(reopened.seal(), lower + 1);
  await reopened.close();
});

test("nothing is kept of what was never written", async (context) => {
  const { data } = await open(context, [undefined, Buffer.alloc(blockBytes, 1)]);
  assert.deepEqual([await data.isHole(0), await data.isHole(1)], [true, false]);
  await data.write(Buffer.alloc(1, 1), 100);
  assert.equal(await data.isHole(0), false);
  assert.equal(data.seal() === undefined, false);
  await data.close();
});
