import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { missing } from "../support/missing.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";

const here = fileURLToPath(new URL("./", import.meta.url));

describe("SQS with real clients", () => {
  let squall: TestSquall;
  before(async () => {
    squall = await startSquall();
  });
  after(() => squall.close());

  it("works with boto3", { skip: missing("python3", ["-c", "import boto3"]) }, async () => {
    const done = await runProgram("python3", [`${here}sqs.py`], { env: clientEnvironment(squall.endpoint) });
    assert.equal(done.stderr, "");
    assert.match(done.stdout, /queues done/);
  });

  it("works with aws-cli", { skip: missing("aws", ["--version"]) }, async () => {
    const aws = async (...args: string[]) => {
      const { code, stdout, stderr } = await runProgram("aws", ["--endpoint-url", squall.endpoint, "sqs", ...args], {
        env: clientEnvironment(squall.endpoint),
      });
      assert.equal(code, 0, stderr);
      return stdout === "" ? {} : JSON.parse(stdout);
    };
    const { QueueUrl } = await aws("create-queue", "--queue-name", "cli", "--attributes", "VisibilityTimeout=5");
    const sent = await aws(
      "send-message",
      "--queue-url",
      QueueUrl,
      "--message-body",
      "hello",
      "--message-group-id",
      "g",
    );
    const { Messages } = await aws("receive-message", "--queue-url", QueueUrl, "--attribute-names", "All");
    assert.deepEqual([Messages[0].MessageId, Messages[0].Attributes.MessageGroupId], [sent.MessageId, "g"]);
    await aws("delete-message", "--queue-url", QueueUrl, "--receipt-handle", Messages[0].ReceiptHandle);
    await aws("purge-queue", "--queue-url", QueueUrl);
    await aws("tag-queue", "--queue-url", QueueUrl, "--tags", "a=b");
    assert.deepEqual(await aws("list-queue-tags", "--queue-url", QueueUrl), { Tags: { a: "b" } });
    await aws("delete-queue", "--queue-url", QueueUrl);
  });
});
