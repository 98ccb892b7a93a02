import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../../ec2/service.ts";
import { ssm } from "../service.ts";

const latest = "/aws/service/ami-amazon-linux-latest";

test("public parameters name images that start instances", async (context) => {
  const { call } = await openServiceTest(context, [ec2, ssm]);
  const Name = `${latest}/al2023-ami-kernel-default-x86_64`;
  const { Parameter } = await call("ssm", "GetParameter", { Name });
  assert.equal(Parameter?.DataType, "aws:ec2:image");
  const { Images } = await call("ec2", "DescribeImages", { ImageIds: [Parameter?.Value ?? ""] });
  assert.match(Images?.[0]?.Name ?? "", /^al2023-ami-2023\..*x86_64$/);
  const none = `${latest}/none`;
  const found = await call("ssm", "GetParameters", { Names: [Name, none] });
  assert.deepEqual([found.Parameters?.length, found.InvalidParameters], [1, [none]]);
  await assert.rejects(call("ssm", "GetParameter", { Name: none }), { name: "ParameterNotFound" });
  await assert.rejects(call("ssm", "GetParameter", { Name: "/mine" }), { name: "ValidationException" });
});

test("a path gives the parameters under it, by pages", async (context) => {
  const { call } = await openServiceTest(context, [ec2, ssm]);
  const names = async (input: object) => {
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call("ssm", "GetParametersByPath", {
        Path: latest,
        ...input,
        ...(NextToken && { NextToken }),
      });
      seen.push(...(page.Parameters ?? []).map((each) => each.Name ?? ""));
      NextToken = page.NextToken;
    } while (NextToken);
    return seen;
  };
  assert.equal((await names({ MaxResults: 4 })).length, 6);
  assert.deepEqual(await names({ Path: "/aws/service/canonical" }), []);
  assert.equal((await names({ Path: "/aws/service/canonical", Recursive: true })).length, 8);
});
