import assert from "node:assert/strict";
import { test } from "node:test";
import { openLogs } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";

test("query definitions are kept, changed, listed and deleted", async (context) => {
  const { call, clock, nowMs } = await openLogs(context);
  const put = async (name: string, input: object = {}) => {
    const output = await call("cloudwatch-logs", "PutQueryDefinition", { name, queryString: "fields a", ...input });
    return output.queryDefinitionId ?? "";
  };
  const list = (input: object = {}) => call("cloudwatch-logs", "DescribeQueryDefinitions", input);
  const first = await put("lab/errors", { logGroupNames: ["g"], clientToken: "once" });
  assert.equal(await put("lab/errors", { clientToken: "once" }), first);
  await put("lab/slow");
  await put("other");
  assert.deepEqual((await list({ queryDefinitionNamePrefix: "lab/e" })).queryDefinitions, [
    {
      queryLanguage: "CWLI",
      queryDefinitionId: first,
      name: "lab/errors",
      queryString: "fields a",
      lastModified: nowMs,
      logGroupNames: ["g"],
    },
  ]);
  const page = await list({ maxResults: 2 });
  assert.deepEqual(
    page.queryDefinitions?.map(({ name }) => name),
    ["lab/errors", "lab/slow"],
  );
  const rest = await list({ maxResults: 2, nextToken: page.nextToken });
  assert.deepEqual(
    rest.queryDefinitions?.map(({ name }) => name),
    ["other"],
  );

  clock.advance(5);
  assert.equal(await put("lab/faults", { queryDefinitionId: first, queryString: "fields b" }), first);
  const [changed] = (await list({ queryDefinitionNamePrefix: "lab/f" })).queryDefinitions ?? [];
  // An update without groups leaves none.
  assert.deepEqual([changed?.queryString, changed?.logGroupNames, changed?.lastModified], ["fields b", [], nowMs + 5]);

  const remove = (queryDefinitionId: string) => call("cloudwatch-logs", "DeleteQueryDefinition", { queryDefinitionId });
  assert.deepEqual(await remove(first), { success: true });
  const missing = "The specified query definition does not exist.";
  await refuses(remove(first), "ResourceNotFoundException", missing);
  await refuses(put("x", { queryDefinitionId: first }), "ResourceNotFoundException", missing);
  await refuses(put("x", { queryLanguage: "PPL" }), "InvalidParameterException", /query language PPL/);
  await refuses(put("x", { parameters: [{ name: "p" }] }), "InvalidParameterException", /query parameters/);
});
