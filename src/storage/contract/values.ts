import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Parameters } from "../database.ts";
import { sql } from "../statement.ts";
import { itemStatements, key, type OpenDatabase, openRig } from "./rig.ts";

const migration = {
  name: "values",
  migrations: [
    {
      name: "001-values",
      sql: `-- A comment with BLOB, TEXT and :colon stays as it is.
            CREATE TABLE contract_values (
              partition BIGINT NOT NULL, id BIGINT NOT NULL, whole BIGINT, real DOUBLE PRECISION, words TEXT, bytes BLOB,
              marked TEXT DEFAULT 'BLOB or TEXT',
              PRIMARY KEY (partition, id)
            );`,
    },
  ],
};

type Values = {
  readonly whole: number | null;
  readonly real: number | null;
  readonly words: string | null;
  readonly bytes: Uint8Array | null;
};

const statements = {
  add: sql<Values & { id: number }>(
    `INSERT INTO contract_values (partition, id, whole, real, words, bytes)
     VALUES (:partition, :id, :whole, :real, :words, :bytes)`,
  ),
  get: sql<{ id: number }, Values & { marked: string }>(
    "SELECT whole, real, words, bytes, marked FROM contract_values WHERE partition = :partition AND id = :id",
  ),
  twice: sql<{ text: string }, { found: number }>(
    `SELECT count(*) AS found FROM contract_values
     WHERE partition = :partition AND (words = :text OR words = ':text' OR words LIKE '%' || :text)`,
  ),
  flag: sql<{ flag: boolean }>("UPDATE contract_values SET whole = :flag WHERE partition = :partition"),
};

const empty: Values = { whole: null, real: null, words: null, bytes: null };

const samples: readonly Values[] = [
  empty,
  { whole: 0, real: 0, words: "", bytes: new Uint8Array() },
  {
    whole: Number.MAX_SAFE_INTEGER,
    real: 0.1,
    words: "zwei\nZeilen 'und' \"é😀\"",
    bytes: Uint8Array.of(0, 255, 92, 39),
  },
  { whole: Number.MIN_SAFE_INTEGER, real: 1e300, words: ":name ?1 $1 \\", bytes: new Uint8Array(100_000).fill(7) },
  { whole: -1, real: -0.5, words: "x".repeat(1_000_000), bytes: Buffer.from("a Buffer") },
];

export function describeValues(open: OpenDatabase): void {
  describe("values", () => {
    test("come back as they went in", async () => {
      await using rig = await openRig(open);
      await rig.database.migrate([migration]);
      const partition = rig.database.partition(key("a"));
      for (const [id, sample] of samples.entries()) {
        await partition.write((tx) => tx.run(statements.add, { id, ...sample }));
        const inside = await partition.write((tx) => tx.get(statements.get, { id }));
        const row = await partition.read((tx) => tx.get(statements.get, { id }));
        assert.ok(row && inside);
        for (const { bytes, marked, ...rest } of [row, inside]) {
          assert.deepEqual({ ...rest }, { whole: sample.whole, real: sample.real, words: sample.words });
          assert.deepEqual(bytes && [...bytes], sample.bytes && [...sample.bytes]);
          assert.ok(bytes === null || bytes instanceof Uint8Array);
          assert.equal(marked, "BLOB or TEXT");
        }
      }
    });

    test("that are true or false are 1 and 0, also where the database compares", async () => {
      await using rig = await openRig(open);
      await rig.database.migrate([migration]);
      const partition = rig.database.partition(key("a"));
      await partition.write((tx) => tx.run(statements.add, { id: 1, ...empty }));
      for (const flag of [true, false]) {
        await partition.write((tx) => tx.run(statements.flag, { flag }));
        assert.equal((await partition.read((tx) => tx.get(statements.get, { id: 1 })))?.whole, Number(flag));
      }
      for (const [added, large] of [0, 0, 0, 1].entries()) {
        assert.equal((await partition.read((tx) => tx.get(itemStatements.count, {})))?.large, large);
        await partition.write((tx) => tx.run(itemStatements.add, { key: `${added}`, value: 2 }));
      }
      const counted = await partition.read((tx) => tx.get(itemStatements.count, {}));
      assert.deepEqual({ ...counted }, { count: 4, total: 8, large: 1 });
    });

    test("may be named twice, and names in strings are text", async () => {
      await using rig = await openRig(open);
      await rig.database.migrate([migration]);
      const partition = rig.database.partition(key("a"));
      for (const [id, words] of ["a", ":text", "bba", "c"].entries()) {
        await partition.write((tx) => tx.run(statements.add, { id, ...empty, words }));
      }
      assert.equal((await partition.read((tx) => tx.get(statements.twice, { text: "a" })))?.found, 3);
    });

    test("that are missing are refused, as are statements that reach beyond the partition", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const missing = { key: undefined } as unknown as { key: string };
      await assert.rejects(
        partition.read((tx) => tx.get(itemStatements.get, missing)),
        /no value for :key/,
      );
      await assert.rejects(
        partition.write((tx) => tx.run(itemStatements.remove, missing)),
        /no value for :key/,
      );
      assert.throws(() => sql<Parameters>("DELETE FROM contract_items"), /:partition/);
      assert.throws(() => sql<Parameters>("SELECT 1 AS oneRow FROM t WHERE partition = :partition"), /capitals/);
    });

    test("order text by its bytes", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const texts = [
        "",
        " ",
        "-",
        "0",
        "10",
        "9",
        "A",
        "B",
        "a",
        "a b",
        "a-b",
        "aa",
        "b",
        "~",
        "é",
        "ﬀ",
        "\uffee",
        "😀",
      ];
      const shuffled = [...texts].sort((a, b) => hash(a) - hash(b));
      for (const text of shuffled) await partition.write((tx) => tx.run(itemStatements.add, { key: text, value: 0 }));
      const listed = [""];
      for (;;) {
        const after = listed.at(-1) as string;
        const page = await partition.read((tx) => tx.all(itemStatements.keys, { after, limit: 4 }));
        listed.push(...page.map((row) => row.key));
        if (page.length < 4) break;
      }
      assert.deepEqual(listed, texts);
    });
  });
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 1_009;
  return value;
}
