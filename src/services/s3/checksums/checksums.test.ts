import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Crc64Nvme as SdkCrc64Nvme } from "@aws-sdk/crc64-nvme";
import { type Algorithm, algorithms } from "./algorithms.ts";
import { checkBodyDigests } from "./check-body-digests.ts";
import { combineCrcs } from "./combine-crc.ts";
import { Crc64Nvme } from "./crc64-nvme.ts";

/** The check values of the CRC catalogue: the CRC of the digits one to nine. */
const checks = { CRC32: "cbf43926", CRC32C: "e3069283", CRC64NVME: "ae8b14860a799888" } as const;

for (const [algorithm, check] of Object.entries(checks)) {
  test(`${algorithm} has its check value, in one piece and in several`, () => {
    for (const pieces of [["123456789"], ["12345678", "9"], ["1", "", "23456", "789"]]) {
      const hasher = algorithms[algorithm as Algorithm].create();
      for (const piece of pieces) hasher.update(Buffer.from(piece));
      assert.equal(hasher.digest().toString("hex"), check);
    }
  });
}

/** Of "abc", from the algorithms' own publications. */
const digests = {
  MD5: "900150983cd24fb0d6963f7d28e17f72",
  SHA512:
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  XXHASH64: "44bc2cf5ad770999",
  XXHASH3: "78af5f94892f3950",
} as const;
for (const [algorithm, digest] of Object.entries(digests)) {
  test(`${algorithm} has its known digest, in one piece and in several`, () => {
    for (const pieces of [["abc"], ["a", "", "bc"]]) {
      const hasher = algorithms[algorithm as Algorithm].create();
      for (const piece of pieces) hasher.update(Buffer.from(piece));
      assert.equal(hasher.digest().toString("hex"), digest);
    }
  });
}

test("CRC64NVME agrees with the SDK's for every length, alignment and split", async () => {
  const bytes = randomBytes(300);
  for (let length = 0; length < 100; length++) {
    for (const offset of [0, 1, 2, 3, 4, 5, 8]) {
      const slice = new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length);
      const ours = new Crc64Nvme();
      ours.update(slice.subarray(0, length >> 1));
      ours.update(slice.subarray(length >> 1));
      const theirs = new SdkCrc64Nvme();
      theirs.update(slice);
      assert.deepEqual(new Uint8Array(ours.digest()), await theirs.digest(), `${length} bytes at ${offset}`);
    }
  }
});

for (const algorithm of ["CRC32", "CRC32C", "CRC64NVME"] as const) {
  test(`${algorithm} of a whole comes from those of its parts, also of unequal and empty ones`, () => {
    const whole = randomBytes(10_007);
    const ends = [0, 1, 1, 4_096, 8_192, 10_007];
    const parts = ends.slice(1).map((end, index) => whole.subarray(ends[index], end));
    const digest = (bytes: Buffer) => {
      const hasher = algorithms[algorithm].create();
      hasher.update(bytes);
      return hasher.digest().toString("base64");
    };
    const crcs = parts.map((part) => ({ checksum: digest(part), sizeBytes: part.length }));
    assert.equal(combineCrcs(algorithm, crcs), digest(whole));
  });
}

test("a small body is compared with the digests of its headers", () => {
  const body = Buffer.from("hello");
  const md5 = "XUFAKrxLKna5cZ2REBfFkg==";
  checkBodyDigests(body, { "content-md5": md5, "x-amz-checksum-crc32": "NhCmhg==" });
  assert.throws(() => checkBodyDigests(Buffer.from("other"), { "content-md5": md5 }), { name: "BadDigest" });
  assert.throws(() => checkBodyDigests(body, { "content-md5": "short" }), { name: "InvalidDigest" });
  assert.throws(() => checkBodyDigests(body, { "x-amz-checksum-crc32": "AAAAAA==" }), { name: "BadDigest" });
  assert.throws(() => checkBodyDigests(body, { "x-amz-checksum-sha256": "x" }), { name: "InvalidRequest" });
});
