import assert from "node:assert/strict";
import { it } from "node:test";
import { alphabets, createSystemRandom } from "./random.ts";

it("gives pieces that are neither repeated nor changed later", () => {
  const random = createSystemRandom();
  const pieces = Array.from({ length: 5_000 }, () => random.bytes(16));
  const texts = pieces.map((piece) => piece.toString("hex"));
  assert.equal(new Set(texts).size, pieces.length);
  for (let draw = 0; draw < 5_000; draw++) random.text(32, alphabets.hex);
  assert.deepEqual(
    pieces.map((piece) => piece.toString("hex")),
    texts,
  );
  assert.equal(random.bytes(100_000).length, 100_000);
});

it("draws every character of an alphabet, and fractions below one", () => {
  const random = createSystemRandom();
  assert.deepEqual([...new Set(random.text(2_000, alphabets.base32))].sort(), [...alphabets.base32].sort());
  for (let draw = 0; draw < 1_000; draw++) {
    const fraction = random.fraction();
    assert.ok(fraction >= 0 && fraction < 1);
  }
});
