import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  SNSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("topics", () => {
  let squall: TestSquall;
  let sns: SNSClient;
  before(async () => {
    squall = await startSquall();
    sns = squall.client(SNSClient);
  });
  after(async () => {
    sns.destroy();
    await squall.close();
  });

  const create = async (Name: string, Attributes?: Record<string, string>, Tags?: { Key: string; Value: string }[]) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes, Tags }))).TopicArn ?? "";
  const attributesOf = async (TopicArn: string) =>
    (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};
  const set = (TopicArn: string, AttributeName: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
  const refused = (message: string | RegExp) => ({ name: "InvalidParameterException", message });

  test("CreateTopic gives the same ARN again, and refuses other attributes and tags", async () => {
    const tags = [{ Key: "team", Value: "x" }];
    const arn = await create("orders", { DisplayName: "Orders" }, tags);
    assert.equal(arn, "arn:aws:sns:us-east-1:000000000000:orders");
    assert.equal(await create("orders"), arn);
    assert.equal(await create("orders", { FifoTopic: "false" }, tags), arn);
    await assert.rejects(
      create("orders", { DisplayName: "Other" }),
      refused("Invalid parameter: Attributes Reason: Topic already exists with different attributes"),
    );
    await assert.rejects(
      create("orders", {}, [{ Key: "team", Value: "y" }]),
      refused("Invalid parameter: Tags Reason: Topic already exists with different tags"),
    );
    assert.equal((await attributesOf(arn)).DisplayName, "Orders");
  });

  test("names: what is none, and that FIFO topics end in .fifo", async () => {
    for (const [name, attributes] of [
      ["my orders", {}],
      ["a".repeat(257), {}],
      ["a.fifo", {}],
      ["a", { FifoTopic: "true" }],
    ] as const)
      await assert.rejects(create(name, attributes), refused("Invalid parameter: Topic Name"));
    assert.ok((await create("a.fifo", { FifoTopic: "true" })).endsWith(":a.fifo"));
  });

  test("GetTopicAttributes has AWS's defaults; a wrong ARN, region or name is refused in AWS's words", async () => {
    const arn = await create("plain");
    const { Policy = "", EffectiveDeliveryPolicy = "", ...others } = await attributesOf(arn);
    assert.deepEqual(others, {
      DisplayName: "",
      Owner: "000000000000",
      SubscriptionsConfirmed: "0",
      SubscriptionsDeleted: "0",
      SubscriptionsPending: "0",
      TopicArn: arn,
    });
    assert.equal(JSON.parse(Policy).Id, "__default_policy_ID");
    assert.equal(JSON.parse(EffectiveDeliveryPolicy).http.defaultHealthyRetryPolicy.numRetries, 3);
    const reason = "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1";
    await assert.rejects(attributesOf("plain"), refused(reason));
    await assert.rejects(attributesOf(arn.replace("us-east-1", "eu-west-1")), refused("Invalid parameter: TopicArn"));
    await assert.rejects(attributesOf(`${arn}-not`), { name: "NotFoundException", message: "Topic does not exist" });
  });

  test("SetTopicAttributes: a delivery policy takes effect with what it leaves out; an empty one goes", async () => {
    const arn = await create("policies");
    const retry = { minDelayTarget: 5, maxDelayTarget: 6, numRetries: 1 };
    await set(arn, "DeliveryPolicy", JSON.stringify({ http: { defaultHealthyRetryPolicy: retry } }));
    const effective = JSON.parse((await attributesOf(arn)).EffectiveDeliveryPolicy ?? "").http;
    assert.deepEqual(effective.defaultHealthyRetryPolicy, {
      ...retry,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    });
    await set(arn, "DeliveryPolicy", "");
    assert.equal((await attributesOf(arn)).DeliveryPolicy, undefined);
    for (const policy of [
      "{",
      '{"https":{}}',
      '{"http":{"defaultHealthyRetryPolicy":{"numRetries":101}}}',
      '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":9,"maxDelayTarget":2}}}',
      '{"http":{"defaultRequestPolicy":{"headerContentType":"image/png"}}}',
    ])
      await assert.rejects(set(arn, "DeliveryPolicy", policy), refused(/^Invalid parameter: DeliveryPolicy: /));
  });

  test("what is not built, or not of this kind of topic, is refused by name", async () => {
    const arn = await create("refusals");
    await assert.rejects(set(arn, "ArchivePolicy", "{}"), refused(/archives of messages/));
    await assert.rejects(set(arn, "TracingConfig", "Active"), refused(/X-Ray/));
    await assert.rejects(set(arn, "FirehoseSuccessFeedbackRoleArn", "arn"), refused(/Firehose/));
    // As Terraform does with every topic; without a role a rate asks for nothing.
    await set(arn, "FirehoseSuccessFeedbackSampleRate", "0");
    await assert.rejects(set(arn, "FifoTopic", "true"), refused("Invalid parameter: AttributeName"));
    await assert.rejects(set(arn, "ContentBasedDeduplication", "true"), refused(/only be set for FIFO topics/));
    await assert.rejects(set(arn, "SignatureVersion", "3"), refused(/SignatureVersion/));
    await assert.rejects(set(arn, "Policy", '{"Statement":[{"Effect":"Maybe"}]}'), refused(/Policy/));
    const protection = new CreateTopicCommand({ Name: "p", DataProtectionPolicy: "{}" });
    await assert.rejects(sns.send(protection), refused(/message data protection/));
  });

  test("AddPermission and RemovePermission change the policy by one statement", async () => {
    const TopicArn = await create("permitted");
    const add = (Label: string, ActionName: string[]) =>
      sns.send(new AddPermissionCommand({ TopicArn, Label, AWSAccountId: ["111111111111"], ActionName }));
    const statements = async () => JSON.parse((await attributesOf(TopicArn)).Policy ?? "").Statement;
    await add("one", ["Publish"]);
    assert.deepEqual((await statements())[1], {
      Sid: "one",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "SNS:Publish",
      Resource: TopicArn,
    });
    await assert.rejects(add("one", ["Publish"]), refused("Invalid parameter: Statement already exists"));
    await assert.rejects(add("two", ["Fly"]), refused(/out of service scope/));
    await sns.send(new RemovePermissionCommand({ TopicArn, Label: "one" }));
    assert.equal((await statements()).length, 1);
  });

  test("tags are added, replaced, listed and removed; a key is given once", async () => {
    const ResourceArn = await create("tagged");
    const tag = (Tags: { Key: string; Value: string }[]) => sns.send(new TagResourceCommand({ ResourceArn, Tags }));
    const tags = async () => (await sns.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
    await tag([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ]);
    await tag([{ Key: "b", Value: "3" }]);
    await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
    assert.deepEqual(await tags(), [{ Key: "b", Value: "3" }]);
    const twice = [
      { Key: "c", Value: "1" },
      { Key: "c", Value: "2" },
    ];
    await assert.rejects(tag(twice), refused("Invalid parameter: Duplicated keys are not allowed."));
    await assert.rejects(tag([{ Key: "aws:x", Value: "1" }]), refused(/reserved/));
  });

  test("ListTopics gives pages of a hundred; DeleteTopic succeeds again, and takes the tags along", async () => {
    const client = squall.client(SNSClient, { region: "eu-west-1" });
    const names = Array.from({ length: 101 }, (_, index) => `t${String(index).padStart(3, "0")}`);
    for (const Name of names) await client.send(new CreateTopicCommand({ Name, Tags: [{ Key: "k", Value: "v" }] }));
    const first = await client.send(new ListTopicsCommand({}));
    assert.equal(first.Topics?.length, 100);
    const second = await client.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    assert.deepEqual(
      second.Topics?.map(({ TopicArn }) => TopicArn),
      ["arn:aws:sns:eu-west-1:000000000000:t100"],
    );
    assert.equal(second.NextToken, undefined);
    await assert.rejects(client.send(new ListTopicsCommand({ NextToken: "?" })), refused(/NextToken/));
    const TopicArn = second.Topics?.[0]?.TopicArn;
    await client.send(new DeleteTopicCommand({ TopicArn }));
    await client.send(new DeleteTopicCommand({ TopicArn }));
    await client.send(new CreateTopicCommand({ Name: "t100" }));
    assert.deepEqual((await client.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags, []);
    client.destroy();
  });
});
