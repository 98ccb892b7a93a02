import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("PartiQL", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: "music.all",
        AttributeDefinitions: [
          { AttributeName: "artist", AttributeType: "S" },
          { AttributeName: "year", AttributeType: "N" },
        ],
        KeySchema: [
          { AttributeName: "artist", KeyType: "HASH" },
          { AttributeName: "year", KeyType: "RANGE" },
        ],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName: "music.all" });
  });
  after(async () => {
    dynamodb.destroy();
    await squall.close();
  });

  const run = (Statement: string, Parameters?: AttributeValue[], more: object = {}) =>
    dynamodb.send(new ExecuteStatementCommand({ Statement, Parameters, ...more }));
  const put = (artist: string, year: number, more: Record<string, AttributeValue> = {}) =>
    dynamodb.send(
      new PutItemCommand({
        TableName: "music.all",
        Item: { artist: { S: artist }, year: { N: String(year) }, ...more },
      }),
    );
  const years = async (where: string, Parameters?: AttributeValue[]) =>
    (await run(`SELECT "year" FROM "music.all" WHERE ${where}`, Parameters)).Items?.map((item) => Number(item.year?.N));

  test("INSERT makes an item of any types, and none that is there", async () => {
    const insert = `INSERT INTO "music.all" VALUE {'artist': 'it''s me', 'year': ?, 'tags': <<'a', 'b'>>,
      'list': [1, true, null, {'deep': -1.50}], 'name': 'x'}`;
    assert.deepEqual((await run(insert, [{ N: "1999" }])).Items, []);
    const { Items } = await run(`SELECT * FROM "music.all" WHERE artist = 'it''s me'`);
    assert.deepEqual(Items, [
      {
        artist: { S: "it's me" },
        year: { N: "1999" },
        tags: { SS: ["a", "b"] },
        list: { L: [{ N: "1" }, { BOOL: true }, { NULL: true }, { M: { deep: { N: "-1.5" } } }] },
        name: { S: "x" },
      },
    ]);
    await assert.rejects(run(insert, [{ N: "1999.0" }]), {
      name: "DuplicateItemException",
      message: "Duplicate primary key exists in table",
    });
    const [nested] = (await run(`SELECT list[3].deep, "name" FROM "music.all" WHERE artist = 'it''s me'`)).Items!;
    assert.deepEqual(nested, { deep: { N: "-1.5" }, name: { S: "x" } });
  });

  test("SELECT asks by key where it can, filters the rest, and goes on by pages", async () => {
    for (let year = 2001; year <= 2006; year++)
      await put("band", year, year % 2 ? { odd: { BOOL: true }, name: { S: `n${year}` } } : {});
    assert.deepEqual(await years("artist = 'band' AND \"year\" > 2003"), [2004, 2005, 2006]);
    assert.deepEqual(
      await years('artist = ? AND "year" BETWEEN ? AND 2004', [{ S: "band" }, { N: "2002" }]),
      [2002, 2003, 2004],
    );
    assert.deepEqual(await years("artist = 'band' AND odd = true AND NOT (begins_with(name, 'n2001'))"), [2003, 2005]);
    assert.deepEqual(await years("artist = 'band' AND odd IS MISSING"), [2002, 2004, 2006]);
    assert.deepEqual(await years("artist IN ['band', 'nobody'] AND \"year\" = 2002"), [2002]);
    assert.deepEqual(await years("odd = true AND (name = 'n2001' OR contains(name, '05'))"), [2001, 2005]);
    const backward = await run(`SELECT "year" FROM "music.all" WHERE artist = 'band' ORDER BY "year" DESC`, undefined, {
      Limit: 2,
    });
    assert.deepEqual(backward.Items, [{ year: { N: "2006" } }, { year: { N: "2005" } }]);
    const rest = await run(`SELECT "year" FROM "music.all" WHERE artist = 'band' ORDER BY "year" DESC`, undefined, {
      NextToken: backward.NextToken,
    });
    assert.deepEqual([rest.Items?.length, rest.NextToken], [4, undefined]);
    const among = await run(`SELECT * FROM "music.all" WHERE artist IN ('nobody', 'band')`);
    assert.deepEqual(among.Items, []);
    assert.equal(
      (
        await run(`SELECT * FROM "music.all" WHERE artist IN ('nobody', 'band')`, undefined, {
          NextToken: among.NextToken,
        })
      ).Items?.length,
      6,
    );
  });

  test("UPDATE and DELETE change one item, by its whole key, if what they ask holds", async () => {
    await put("solo", 1, { n: { N: "1" }, tags: { SS: ["a"] }, map: { M: { x: { S: "" } } } });
    const where = `WHERE artist = 'solo' AND "year" = 1`;
    const { Items } = await run(
      `UPDATE "music.all" SET n = n + 2, list = list_append(?, ?) SET tags = set_add(tags, <<'b'>>) REMOVE map.x ${where} AND n < 5 RETURNING ALL NEW *`,
      [{ L: [{ S: "l" }] }, { L: [] }],
    );
    assert.deepEqual(Items, [
      {
        artist: { S: "solo" },
        year: { N: "1" },
        n: { N: "3" },
        list: { L: [{ S: "l" }] },
        tags: { SS: ["a", "b"] },
        map: { M: {} },
      },
    ]);
    const failed = { name: "ConditionalCheckFailedException", message: "The conditional request failed" };
    await assert.rejects(run(`UPDATE "music.all" SET n = 0 ${where} AND n > 5`), failed);
    await assert.rejects(run(`UPDATE "music.all" SET n = 0 WHERE artist = 'none' AND "year" = 1`), failed);
    await assert.rejects(run(`UPDATE "music.all" SET n = 0 WHERE artist = 'solo'`), {
      message: "Where clause does not contain a mandatory equality on all key attributes",
    });
    await assert.rejects(run(`DELETE FROM "music.all" ${where} AND n = 0`), failed);
    const gone = await run(`DELETE FROM "music.all" ${where} RETURNING ALL OLD *`);
    assert.equal(gone.Items?.length, 1);
    assert.deepEqual((await run(`DELETE FROM "music.all" ${where}`)).Items, []);
  });

  test("what is no statement is refused in AWS's words", async () => {
    const refused = (Statement: string, message: string | RegExp, Parameters?: AttributeValue[]) =>
      assert.rejects(run(Statement, Parameters), { name: "ValidationException", message });
    const words = "Statement wasn't well formed, can't be processed: ";
    await refused(`SELECTT * FROMM "music.all"`, `${words}Expected data manipulation`);
    await refused(
      `UPDATE "music.all" SET t=1 WHERE artist='a' AND "year"=1 garbage`,
      `${words}Unexpected token after expression`,
    );
    await refused(`SELECT * FROM "music.all" WHERE artist = ?`, /Number of parameters/);
    await refused(
      `SELECT * FROM "music.all" WHERE artist = ?`,
      "The parameter cannot be converted to a numeric value: abc",
      [{ N: "abc" }],
    );
    await assert.rejects(run(`SELECT * FROM "nothing" WHERE a = 'x'`), {
      name: "ResourceNotFoundException",
      message: "Requested resource not found",
    });
  });

  test("a batch tells of each statement what became of it", async () => {
    await put("batch", 1);
    const { Responses } = await dynamodb.send(
      new BatchExecuteStatementCommand({
        Statements: [
          { Statement: `SELECT * FROM "music.all" WHERE artist = 'batch' AND "year" = 1` },
          { Statement: `SELECT * FROM "music.all" WHERE artist = 'batch'` },
          { Statement: `SELECT * FROM "nothing" WHERE a = 'x'` },
          { Statement: `INSERT INTO "music.all" VALUE {'artist': 'batch', 'year': 1}` },
          { Statement: "nonsense" },
        ],
      }),
    );
    assert.deepEqual(Responses?.[0], { TableName: "music.all", Item: { artist: { S: "batch" }, year: { N: "1" } } });
    assert.deepEqual(
      Responses?.slice(1).map(({ Error: error }) => error?.Code),
      ["ValidationError", "ResourceNotFound", "DuplicateItem", "ValidationError"],
    );
  });

  test("a transaction does all its statements or none", async () => {
    await put("there", 1, { n: { N: "1" } });
    const transact = (...statements: string[]) =>
      dynamodb.send(
        new ExecuteTransactionCommand({ TransactStatements: statements.map((Statement) => ({ Statement })) }),
      );
    const exists = `EXISTS(SELECT * FROM "music.all" WHERE artist = 'there' AND "year" = 1 AND n = 1)`;
    const insert = (year: number) => `INSERT INTO "music.all" VALUE {'artist': 'made', 'year': ${year}}`;
    await transact(
      exists,
      insert(1),
      `UPDATE "music.all" SET n = 2 WHERE artist = 'there' AND "year" = 1 AND n = 1`,
    ).then(
      () => assert.fail("two statements of one item"),
      (error) => assert.equal(error.name, "ValidationException"),
    );
    assert.deepEqual((await transact(exists, insert(1))).Responses, []);
    await assert.rejects(
      transact(insert(2), insert(1)),
      (error: Error & { CancellationReasons?: { Code?: string }[] }) => {
        assert.equal(error.name, "TransactionCanceledException");
        assert.deepEqual(
          error.CancellationReasons?.map(({ Code }) => Code),
          ["None", "DuplicateItem"],
        );
        return true;
      },
    );
    const { Responses } = await transact(
      `SELECT n FROM "music.all" WHERE artist = 'there' AND "year" = 1`,
      `SELECT * FROM "music.all" WHERE artist = 'made' AND "year" = 2`,
    );
    assert.deepEqual(Responses, [{ Item: { n: { N: "1" } } }, {}]);
  });
});
