import assert from "node:assert/strict";
import { test } from "node:test";
import { loadModel } from "../model/load-model.ts";
import { DecodeError } from "./decode-error.ts";
import { formPairs } from "./form-pairs.ts";
import { type FormDialect, formReader } from "./form-reader.ts";
import { parseForm } from "./form-tree.ts";

function read(service: string, operation: string, body: string, dialect: FormDialect = "query"): unknown {
  return formReader(loadModel(service).operation(operation)!.input, dialect)(parseForm(formPairs(body)));
}

test("pairs are decoded as forms are: plus signs, percent signs, missing values", () => {
  assert.deepEqual(
    [...formPairs("a=1+2%2B&b&=c&&d=%E4%BD%A0&e=a=b&f=%")],
    [
      ["a", "1 2+"],
      ["b", ""],
      ["", "c"],
      ["d", "你"],
      ["e", "a=b"],
      ["f", "%"],
    ],
  );
  assert.deepEqual([...formPairs("a=%FF%zz")], [...new URLSearchParams("a=%FF%zz")]);
});

test("lists by member and number, in order although numbers are missing", () => {
  const body = "UserName=u&Tags.member.10.Key=c&Tags.member.10.Value=3&Tags.member.2.Key=b&Tags.member.2.Value=2";
  assert.deepEqual(read("iam", "TagUser", body), {
    UserName: "u",
    Tags: [
      { Key: "b", Value: "2" },
      { Key: "c", Value: "3" },
    ],
  });
});

test("an empty list is its name with nothing", () => {
  assert.deepEqual(read("sns", "TagResource", "ResourceArn=a&Tags="), { ResourceArn: "a", Tags: [] });
});

test("flattened lists and maps go by the member's XML name", () => {
  const body = "QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Tag.1.Key=k&Tag.1.Value=v";
  assert.deepEqual(read("sqs", "CreateQueue", body), {
    QueueName: "q",
    Attributes: { DelaySeconds: "5" },
    tags: { k: "v" },
  });
});

test("maps have entries with a key and a value", () => {
  const body = "Name=t&Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=x";
  assert.deepEqual(read("sns", "CreateTopic", body), { Name: "t", Attributes: { DisplayName: "x" } });
});

test("EC2 flattens lists and has names of its own", () => {
  const body =
    "MinCount=1&MaxCount=2&SecurityGroupId.1=sg-1&SecurityGroupId.2=sg-2" +
    "&TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=x" +
    "&BlockDeviceMapping.1.Ebs.VolumeSize=8&DryRun=true";
  assert.deepEqual(read("ec2", "RunInstances", body, "ec2Query"), {
    MinCount: 1,
    MaxCount: 2,
    SecurityGroupIds: ["sg-1", "sg-2"],
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "x" }] }],
    BlockDeviceMappings: [{ Ebs: { VolumeSize: 8 } }],
    DryRun: true,
  });
});

test("a value of the wrong type is refused with its path", () => {
  assert.throws(
    () => read("iam", "ListUsers", "MaxItems=ten"),
    (error: DecodeError) => {
      assert.equal(error.message, "'ten' cannot be converted to Integer");
      assert.deepEqual(error.path, ["MaxItems"]);
      return true;
    },
  );
  for (const number of ["", "0x10", "1.5", "1e400", "99999999999", "Infinity"]) {
    assert.throws(() => read("iam", "ListUsers", `MaxItems=${number}`), DecodeError, number);
  }
  assert.throws(() => read("ec2", "RunInstances", "DryRun=yes", "ec2Query"), DecodeError);
});

test("EC2 takes no characters that its answers could not tell", () => {
  const tag = (key: string) => () =>
    read("ec2", "CreateTags", `ResourceId.1=a&Tag.1.Key=${encodeURIComponent(key)}`, "ec2Query");
  for (const key of ["a\0b", "\u001b", "\uffff"])
    assert.throws(tag(key), (error) => error instanceof DecodeError && error.path.join(".") === "Tags.0.Key");
  assert.deepEqual(tag("a\tb\n😀")(), { Resources: ["a"], Tags: [{ Key: "a\tb\n😀" }] });
});

test("a key called __proto__ is a key like any other", () => {
  const input = read("sqs", "CreateQueue", "Tag.1.Key=__proto__&Tag.1.Value=v") as { tags: object };
  assert.deepEqual(Object.keys(input.tags), ["__proto__"]);
});

test("keys and their parts are bounded", () => {
  assert.throws(() => parseForm(formPairs("a=1&".repeat(20_001))), DecodeError);
  assert.throws(() => parseForm(formPairs(`${"a.".repeat(41)}b=1`)), DecodeError);
});
