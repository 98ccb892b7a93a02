import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { eventually } from "../support/eventually.ts";
import { labFiles, labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

for (const lab of [
  { language: "Python", runtime: "python3.11", handler: "lambda_function.lambda_handler", code: labFiles.pythonZip },
  { language: "Node.js", runtime: "nodejs22.x", handler: "index.handler", code: labFiles.nodeZip },
] as const) {
  describe(`the first lab in ${lab.language}, with the JavaScript SDK`, () => {
    let squall: TestSquall;
    let s3: S3Client;
    let lambda: LambdaClient;
    let logs: CloudWatchLogsClient;
    const functionName = "picture-metadata";
    const functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;

    before(async () => {
      squall = await startSquall();
      // By address, since the SDK puts a bucket's name before a host name, which not every machine resolves for localhost.
      s3 = squall.client(S3Client, { endpoint: squall.endpoint.replace("localhost", "127.0.0.1") });
      lambda = squall.client(LambdaClient);
      logs = squall.client(CloudWatchLogsClient);
    });
    after(() => squall.close());

    const readLog = async () => {
      try {
        const { events = [] } = await logs.send(
          new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }),
        );
        return events.map(({ message = "" }) => message);
      } catch (error) {
        // Before the first line is stored there is no group, as on AWS.
        if (error instanceof ResourceNotFoundException) return [];
        throw error;
      }
    };

    it("makes a bucket with AWS's defaults", async () => {
      await s3.send(new CreateBucketCommand({ Bucket: "pictures" }));
      const ownership = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket: "pictures" }));
      assert.deepEqual(ownership.OwnershipControls, { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] });
      const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket: "pictures" }));
      assert.equal(block.PublicAccessBlockConfiguration?.BlockPublicAcls, true);
      assert.equal(block.PublicAccessBlockConfiguration?.RestrictPublicBuckets, true);
      const versioning = await s3.send(new GetBucketVersioningCommand({ Bucket: "pictures" }));
      assert.equal(versioning.Status, undefined);
    });

    it("makes the function and waits until it is active", async () => {
      const created = await lambda.send(
        new CreateFunctionCommand({
          FunctionName: functionName,
          Runtime: lab.runtime,
          Handler: lab.handler,
          Role: labRole,
          Code: { ZipFile: lab.code() },
        }),
      );
      assert.equal(created.State, "Pending");
      assert.equal(created.FunctionArn, functionArn);
      await waitUntilFunctionActiveV2(
        { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
        { FunctionName: functionName },
      );
      await lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Timeout: 30, MemorySize: 256 }),
      );
      await waitUntilFunctionUpdatedV2(
        { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
        { FunctionName: functionName },
      );
    });

    it("answers a test event with the picture's metadata", async () => {
      const picture = labFiles.picture();
      await s3.send(
        new PutObjectCommand({ Bucket: "pictures", Key: "logo.png", Body: picture, ContentType: "image/png" }),
      );
      const answer = await lambda.send(
        new InvokeCommand({
          FunctionName: functionName,
          Payload: labFiles.testEvent("pictures", "logo.png"),
          LogType: "Tail",
        }),
      );
      assert.equal(answer.FunctionError, undefined);
      const { statusCode, body } = JSON.parse(answer.Payload?.transformToString() ?? "");
      assert.equal(statusCode, 200);
      assert.equal(JSON.parse(body).ContentType, "image/png");
      assert.equal(JSON.parse(body).ContentLength, picture.length);
      const tail = Buffer.from(answer.LogResult ?? "", "base64").toString();
      assert.match(
        tail,
        /^START RequestId: .+ Version: \$LATEST\n[\s\S]*Image metadata:\n[\s\S]*\nREPORT RequestId: .+\tInit Duration: /,
      );
    });

    it("answers the function's own 500 for a key that is not there", async () => {
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: functionName, Payload: labFiles.testEvent("pictures", "nothing.png") }),
      );
      assert.equal(answer.FunctionError, undefined);
      assert.equal(JSON.parse(answer.Payload?.transformToString() ?? "").statusCode, 500);
    });

    it("refuses a trigger before S3 has the permission", async () => {
      await assert.rejects(s3.send(notification()), {
        name: "InvalidArgument",
        message: "Unable to validate the following destination configurations",
      });
    });

    it("runs at an upload that the trigger's filter lets through, and only then", async () => {
      await lambda.send(
        new AddPermissionCommand({
          FunctionName: functionName,
          StatementId: "s3",
          Action: "lambda:InvokeFunction",
          Principal: "s3.amazonaws.com",
          SourceArn: "arn:aws:s3:::pictures",
          SourceAccount: "000000000000",
        }),
      );
      await s3.send(notification());
      // The two invocations before have each left a report.
      const before = await eventually(async () => {
        const reports = (await readLog()).filter((line) => line.startsWith("REPORT")).length;
        return reports === 2 ? reports : undefined;
      }, "the first two REPORT lines");
      await s3.send(new PutObjectCommand({ Bucket: "pictures", Key: "in/ignored.txt", Body: "no picture" }));
      await s3.send(
        new PutObjectCommand({
          Bucket: "pictures",
          Key: "in/a picture.png",
          Body: labFiles.picture(),
          ContentType: "image/png",
        }),
      );
      const lines = await eventually(async () => {
        const found = await readLog();
        return found.filter((line) => line.startsWith("REPORT")).length > before ? found : undefined;
      }, "the upload's REPORT line");
      assert.ok(!lines.some((line) => line.includes("ignored.txt")));
    });

    it("has the log where AWS has it", async () => {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/lambda/" }));
      assert.deepEqual(
        logGroups.map(({ logGroupName }) => logGroupName),
        [`/aws/lambda/${functionName}`],
      );
      const { logStreams = [] } = await logs.send(
        new DescribeLogStreamsCommand({ logGroupName: `/aws/lambda/${functionName}` }),
      );
      assert.ok(logStreams.length >= 1);
      for (const { logStreamName = "" } of logStreams)
        assert.match(logStreamName, /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
      const { events = [] } = await logs.send(
        new GetLogEventsCommand({
          logGroupName: `/aws/lambda/${functionName}`,
          logStreamName: logStreams[0]?.logStreamName ?? "",
          startFromHead: true,
        }),
      );
      const messages = events.map(({ message = "" }) => message);
      const start = messages.findIndex((message) =>
        /^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n$/.test(message),
      );
      const end = messages.findIndex((message) => /^END RequestId: [0-9a-f-]{36}\n$/.test(message));
      const report = messages.findIndex((message) =>
        /^REPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: \d+ MB\tMax Memory Used: \d+ MB\t(Init Duration: \d+\.\d\d ms\t)?\n$/.test(
          message,
        ),
      );
      assert.ok(start >= 0 && start < end && end < report, `START, END, REPORT in this order: ${messages.join("")}`);
    });

    function notification(): PutBucketNotificationConfigurationCommand {
      return new PutBucketNotificationConfigurationCommand({
        Bucket: "pictures",
        NotificationConfiguration: {
          LambdaFunctionConfigurations: [
            {
              LambdaFunctionArn: functionArn,
              Events: ["s3:ObjectCreated:*"],
              Filter: {
                Key: {
                  FilterRules: [
                    { Name: "prefix", Value: "in/" },
                    { Name: "suffix", Value: ".png" },
                  ],
                },
              },
            },
          ],
        },
      });
    }
  });
}
