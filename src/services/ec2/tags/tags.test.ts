import assert from "node:assert/strict";
import { test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

test("CreateTags, DescribeTags and DeleteTags know resources of all kinds", async (context) => {
  const { call } = await openServiceTest(context, [ec2]);
  const vpc = (await call("ec2", "DescribeVpcs", {})).Vpcs?.[0]?.VpcId ?? "";
  const subnet = (await call("ec2", "DescribeSubnets", {})).Subnets?.[0]?.SubnetId ?? "";
  await call("ec2", "CreateTags", {
    Resources: [vpc, subnet],
    Tags: [
      { Key: "Env", Value: "lab" },
      { Key: "Owner", Value: "me" },
    ],
  });
  const { Tags = [] } = await call("ec2", "DescribeTags", { Filters: [{ Name: "resource-type", Values: ["vpc"] }] });
  assert.deepEqual(
    Tags.map(({ Key, Value }) => [Key, Value]),
    [
      ["Env", "lab"],
      ["Owner", "me"],
    ],
  );
  const found = await call("ec2", "DescribeSubnets", { Filters: [{ Name: "tag:Env", Values: ["lab"] }] });
  assert.deepEqual(
    found.Subnets?.map(({ SubnetId }) => SubnetId),
    [subnet],
  );
  await call("ec2", "DeleteTags", { Resources: [vpc], Tags: [{ Key: "Env", Value: "other" }, { Key: "Owner" }] });
  assert.deepEqual((await call("ec2", "DescribeVpcs", {})).Vpcs?.[0]?.Tags, [{ Key: "Env", Value: "lab" }]);
  await call("ec2", "DeleteTags", { Resources: [vpc, subnet] });
  assert.deepEqual((await call("ec2", "DescribeTags", {})).Tags, []);
});

test("CreateTags tags all or none", async (context) => {
  const { call } = await openServiceTest(context, [ec2]);
  const vpc = (await call("ec2", "DescribeVpcs", {})).Vpcs?.[0]?.VpcId ?? "";
  const create = (Resources: string[], ...Tags: { Key: string; Value: string }[]) =>
    call("ec2", "CreateTags", { Resources, Tags });
  await assert.rejects(create([vpc, "i-0123456789abcdef0"], { Key: "a", Value: "b" }), {
    name: "InvalidInstanceID.NotFound",
  });
  await refuses(create([vpc, "nothing"], { Key: "a", Value: "b" }), "InvalidID", "The ID 'nothing' is not valid");
  await assert.rejects(create([vpc], { Key: "aws:x", Value: "b" }), { name: "InvalidParameterValue" });
  await assert.rejects(create([vpc], { Key: "a", Value: "1" }, { Key: "a", Value: "2" }), {
    name: "InvalidParameterValue",
  });
  await assert.rejects(create([vpc]), { name: "MissingParameter" });
  await assert.rejects(create([], { Key: "a", Value: "1" }), { name: "MissingParameter" });
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  await assert.rejects(create([vpc], ...many), { name: "TagLimitExceeded" });
  await create([vpc], ...many.slice(0, 50));
  await assert.rejects(create([vpc], { Key: "one more", Value: "" }), { name: "TagLimitExceeded" });
  const pages = await call("ec2", "DescribeTags", { MaxResults: 30 });
  assert.equal(pages.Tags?.length, 30);
  const rest = await call("ec2", "DescribeTags", { MaxResults: 30, NextToken: pages.NextToken ?? "" });
  assert.equal(rest.Tags?.length, 20);
  assert.equal(rest.NextToken, undefined);
});
