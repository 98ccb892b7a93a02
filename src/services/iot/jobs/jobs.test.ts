import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddThingToThingGroupCommand,
  AssociateTargetsWithJobCommand,
  CancelJobCommand,
  CancelJobExecutionCommand,
  CreateJobCommand,
  type CreateJobRequest,
  CreateJobTemplateCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateTopicRuleCommand,
  DeleteJobCommand,
  DeleteJobExecutionCommand,
  DeleteJobTemplateCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  DescribeJobTemplateCommand,
  GetJobDocumentCommand,
  IoTClient,
  ListJobExecutionsForJobCommand,
  ListJobExecutionsForThingCommand,
  ListJobsCommand,
  ListJobTemplatesCommand,
  ListTagsForResourceCommand,
  UntagResourceCommand,
  UpdateJobCommand,
} from "@aws-sdk/client-iot";
import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import {
  DescribeJobExecutionCommand as DescribeOwnExecutionCommand,
  GetPendingJobExecutionsCommand,
  IoTJobsDataPlaneClient,
  StartNextPendingJobExecutionCommand,
  UpdateJobExecutionCommand,
} from "@aws-sdk/client-iot-jobs-data-plane";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const allow = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
const arnOf = (thingName: string) => `arn:aws:iot:us-east-1:000000000000:thing/${thingName}`;
const minutes = 60_000;

describe("jobs", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let own: IoTJobsDataPlaneClient;
  let count = 0;
  /** How far the clock is before the machine's. */
  let advancedMs = 0;
  let jobId: string;
  let thingName: string;
  before(async () => {
    squall = await startSquall();
    iot = squall.client(IoTClient);
    own = squall.client(IoTJobsDataPlaneClient);
  });
  after(async () => {
    iot.destroy();
    own.destroy();
    await squall.close();
  });
  beforeEach(async () => {
    jobId = `job-${++count}`;
    thingName = `thing-${count}`;
    await iot.send(new CreateThingCommand({ thingName }));
  });

  const create = (more: Partial<CreateJobRequest> = {}) =>
    iot.send(new CreateJobCommand({ jobId, targets: [arnOf(thingName)], document: '{"do":"it"}', ...more }));
  const job = async (id = jobId) => (await iot.send(new DescribeJobCommand({ jobId: id }))).job;
  const execution = async (executionNumber?: number) =>
    (await iot.send(new DescribeJobExecutionCommand({ jobId, thingName, executionNumber }))).execution;
  const update = (status: "IN_PROGRESS" | "SUCCEEDED" | "FAILED" | "REJECTED", more: object = {}) =>
    own.send(new UpdateJobExecutionCommand({ jobId, thingName, status, ...more }));
  const startNext = async (more: object = {}) =>
    (await own.send(new StartNextPendingJobExecutionCommand({ thingName, ...more }))).execution;
  const advance = async (advanceMilliseconds: number) => {
    advancedMs += advanceMilliseconds;
    const body = JSON.stringify({ advanceMilliseconds });
    const { status } = await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
    assert.equal(status, 200);
  };

  test("a job is made, told, listed, changed and deleted", async () => {
    const made = await create({ description: "d", timeoutConfig: { inProgressTimeoutInMinutes: 100 } });
    assert.deepEqual(
      [made.jobArn, made.jobId, made.description],
      [`arn:aws:iot:us-east-1:000000000000:job/${jobId}`, jobId, "d"],
    );
    await assert.rejects(create(), { name: "ResourceAlreadyExistsException" });
    const found = await job();
    assert.deepEqual(
      [found?.status, found?.targetSelection, found?.targets, found?.forceCanceled, found?.timeoutConfig],
      ["IN_PROGRESS", "SNAPSHOT", [arnOf(thingName)], false, { inProgressTimeoutInMinutes: 100 }],
    );
    assert.equal(found?.jobProcessDetails?.numberOfQueuedThings, 1);
    assert.equal((await iot.send(new GetJobDocumentCommand({ jobId }))).document, '{"do":"it"}');
    await iot.send(new UpdateJobCommand({ jobId, description: "e" }));
    assert.equal((await job())?.description, "e");
    const { jobs, nextToken } = await iot.send(new ListJobsCommand({ maxResults: 1 }));
    assert.equal(jobs?.length, 1);
    assert.ok(nextToken === undefined || jobs?.[0]?.jobId !== undefined);
    await assert.rejects(iot.send(new DeleteJobCommand({ jobId })), { name: "InvalidStateTransitionException" });
    await iot.send(new DeleteJobCommand({ jobId, force: true }));
    await assert.rejects(job(), { name: "ResourceNotFoundException" });
    assert.equal(await startNext(), undefined);
  });

  test("a device begins what is next, says how it goes, and ends it; then the job has ended", async () => {
    await create();
    const pending = await own.send(new GetPendingJobExecutionsCommand({ thingName }));
    assert.deepEqual(
      pending.queuedJobs?.map((queued) => [queued.jobId, queued.executionNumber, queued.versionNumber]),
      [[jobId, 1, 1]],
    );
    const started = await startNext({ statusDetails: { step: "one" } });
    assert.deepEqual(
      [started?.jobId, started?.status, started?.versionNumber, JSON.parse(started?.jobDocument ?? "")],
      [jobId, "IN_PROGRESS", 2, { do: "it" }],
    );
    assert.equal((await startNext())?.versionNumber, 3);
    const conflict = { name: "InvalidStateTransitionException" };
    await assert.rejects(update("IN_PROGRESS", { expectedVersion: 1 }), conflict);
    const { executionState } = await update("SUCCEEDED", {
      expectedVersion: 3,
      statusDetails: { step: "two" },
      includeJobExecutionState: true,
    });
    assert.deepEqual([executionState?.status, executionState?.versionNumber], ["SUCCEEDED", 4]);
    await assert.rejects(update("FAILED"), conflict);
    const ended = await execution();
    assert.deepEqual([ended?.status, ended?.statusDetails?.detailsMap], ["SUCCEEDED", { step: "two" }]);
    const found = await job();
    assert.deepEqual([found?.status, found?.jobProcessDetails?.numberOfSucceededThings], ["COMPLETED", 1]);
    const described = await own.send(new DescribeOwnExecutionCommand({ thingName, jobId }));
    assert.equal(described.execution?.status, "SUCCEEDED");
    await assert.rejects(own.send(new DescribeOwnExecutionCommand({ thingName, jobId: "nothing" })), {
      name: "ResourceNotFoundException",
    });
    await iot.send(new DeleteJobExecutionCommand({ jobId, thingName, executionNumber: 1 }));
    await assert.rejects(execution(), { name: "ResourceNotFoundException" });
  });

  test("executions are listed by job and by thing, by status and by pages", async () => {
    const other = `${thingName}-b`;
    await iot.send(new CreateThingCommand({ thingName: other }));
    await create({ targets: [arnOf(thingName), arnOf(other)] });
    const first = await iot.send(new ListJobExecutionsForJobCommand({ jobId, maxResults: 1 }));
    assert.equal(first.executionSummaries?.[0]?.thingArn, arnOf(thingName));
    const second = await iot.send(new ListJobExecutionsForJobCommand({ jobId, nextToken: first.nextToken }));
    assert.deepEqual([second.executionSummaries?.[0]?.thingArn, second.nextToken], [arnOf(other), undefined]);
    await update("REJECTED");
    const queued = await iot.send(new ListJobExecutionsForJobCommand({ jobId, status: "QUEUED" }));
    assert.deepEqual(
      queued.executionSummaries?.map(({ thingArn }) => thingArn),
      [arnOf(other)],
    );
    const ofThing = await iot.send(new ListJobExecutionsForThingCommand({ thingName }));
    assert.deepEqual(
      ofThing.executionSummaries?.map((summary) => [summary.jobId, summary.jobExecutionSummary?.status]),
      [[jobId, "REJECTED"]],
    );
  });

  test("a job is canceled for those that have not begun, with force for all", async () => {
    const other = `${thingName}-b`;
    await iot.send(new CreateThingCommand({ thingName: other }));
    await create({ targets: [arnOf(thingName), arnOf(other)] });
    await startNext();
    await iot.send(new CancelJobCommand({ jobId, reasonCode: "BECAUSE", comment: "You are" }));
    const canceled = await job();
    assert.deepEqual(
      [canceled?.status, canceled?.reasonCode, canceled?.comment, canceled?.forceCanceled],
      ["CANCELED", "BECAUSE", "You are", false],
    );
    assert.equal((await execution())?.status, "IN_PROGRESS");
    assert.equal(canceled?.jobProcessDetails?.numberOfCanceledThings, 1);
    const refused = { name: "InvalidStateTransitionException" };
    await assert.rejects(iot.send(new CancelJobCommand({ jobId })), refused);
    await assert.rejects(iot.send(new CancelJobExecutionCommand({ jobId, thingName })), refused);
    await iot.send(new CancelJobExecutionCommand({ jobId, thingName, force: true }));
    assert.equal((await execution())?.status, "CANCELED");
  });

  test("an execution that takes too long times out, and is tried again as often as the job says", async () => {
    await create({
      timeoutConfig: { inProgressTimeoutInMinutes: 10 },
      jobExecutionsRetryConfig: { criteriaList: [{ failureType: "TIMED_OUT", numberOfRetries: 1 }] },
    });
    const started = await startNext();
    assert.ok(Number(started?.approximateSecondsBeforeTimedOut) > 500);
    await advance(11 * minutes);
    await eventually(async () => ((await execution(1))?.status === "TIMED_OUT" ? true : undefined), "the first to end");
    assert.equal((await execution())?.executionNumber, 2);
    assert.equal((await startNext())?.executionNumber, 2);
    await update("IN_PROGRESS", { stepTimeoutInMinutes: 1 });
    await advance(2 * minutes);
    await eventually(async () => ((await job())?.status === "COMPLETED" ? true : undefined), "the job to end");
    assert.equal((await job())?.jobProcessDetails?.numberOfTimedOutThings, 2);
  });

  test("a job goes out by its rate, and is given up when too many fail", async () => {
    const names = Array.from({ length: 5 }, (_, index) => `${thingName}-${index}`);
    for (const name of names) await iot.send(new CreateThingCommand({ thingName: name }));
    await create({
      targets: names.map(arnOf),
      jobExecutionsRolloutConfig: { maximumPerMinute: 2 },
      abortConfig: {
        criteriaList: [
          { action: "CANCEL", failureType: "FAILED", minNumberOfExecutedThings: 2, thresholdPercentage: 60 },
        ],
      },
    });
    const queued = async () => (await job())?.jobProcessDetails?.numberOfQueuedThings;
    assert.equal(await queued(), 2);
    await advance(minutes);
    await eventually(async () => ((await queued()) === 4 ? true : undefined), "the second minute");
    for (const name of names.slice(0, 2)) {
      assert.equal((await job())?.status, "IN_PROGRESS");
      await own.send(new UpdateJobExecutionCommand({ jobId, thingName: name, status: "FAILED" }));
    }
    const given = await job();
    assert.deepEqual([given?.status, given?.jobProcessDetails?.numberOfCanceledThings], ["CANCELED", 2]);
    await advance(2 * minutes);
    assert.equal(await queued(), 0);
  });

  test("a job begins and ends when it is to", async () => {
    const at = (ms: number) => new Date(Date.now() + advancedMs + ms).toISOString();
    await create({
      schedulingConfig: { startTime: at(30 * minutes), endTime: at(90 * minutes), endBehavior: "CANCEL" },
    });
    assert.equal((await job())?.status, "SCHEDULED");
    await advance(31 * minutes);
    await eventually(async () => ((await job())?.status === "IN_PROGRESS" ? true : undefined), "the start");
    assert.equal((await execution())?.status, "QUEUED");
    await advance(60 * minutes);
    await eventually(async () => ((await job())?.status === "CANCELED" ? true : undefined), "the end");
    assert.equal((await execution())?.status, "CANCELED");
  });

  test("a job that goes on takes further targets", async () => {
    await create({ targetSelection: "CONTINUOUS" });
    await update("SUCCEEDED");
    assert.equal((await job())?.status, "IN_PROGRESS");
    const other = `${thingName}-b`;
    await iot.send(new CreateThingCommand({ thingName: other }));
    await iot.send(new AssociateTargetsWithJobCommand({ jobId, targets: [arnOf(other)] }));
    assert.deepEqual((await job())?.jobProcessDetails?.numberOfQueuedThings, 1);
    await iot.send(new CancelJobCommand({ jobId }));
  });

  test("a group's things get a job by its rate, those of the groups below it too, and who joins later gets one that goes on", async () => {
    const [group, below] = [`group-${count}`, `below-${count}`];
    const { thingGroupArn } = await iot.send(new CreateThingGroupCommand({ thingGroupName: group }));
    await iot.send(new CreateThingGroupCommand({ thingGroupName: below, parentGroupName: group }));
    const join = async (name: string, thingGroupName: string) => {
      await iot.send(new CreateThingCommand({ thingName: name }));
      await iot.send(new AddThingToThingGroupCommand({ thingName: name, thingGroupName }));
    };
    for (const name of ["a", "b", "c"]) await join(`${thingName}-${name}`, name === "c" ? below : group);
    await create({
      targets: [thingGroupArn ?? ""],
      targetSelection: "CONTINUOUS",
      jobExecutionsRolloutConfig: { maximumPerMinute: 2 },
    });
    const queued = async () => (await job())?.jobProcessDetails?.numberOfQueuedThings;
    assert.equal(await queued(), 2);
    await advance(minutes);
    await eventually(async () => ((await queued()) === 3 ? true : undefined), "the third");
    await join(`${thingName}-d`, group);
    await advance(2 * minutes);
    await eventually(async () => ((await queued()) === 4 ? true : undefined), "who joined later");
    const found = await iot.send(new ListJobsCommand({ thingGroupName: group }));
    assert.deepEqual(
      found.jobs?.map((each) => each.jobId),
      [jobId],
    );
    await iot.send(new CancelJobCommand({ jobId }));
    assert.equal(await queued(), 0);
  });

  test("a job goes out faster when enough have been told", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `${thingName}-${index}`);
    for (const name of names) await iot.send(new CreateThingCommand({ thingName: name }));
    await create({
      targets: names.map(arnOf),
      jobExecutionsRolloutConfig: {
        maximumPerMinute: 4,
        exponentialRate: {
          baseRatePerMinute: 1,
          incrementFactor: 3,
          rateIncreaseCriteria: { numberOfNotifiedThings: 1 },
        },
      },
    });
    const queued = async () => (await job())?.jobProcessDetails?.numberOfQueuedThings;
    assert.equal(await queued(), 1);
    await advance(minutes);
    await eventually(async () => ((await queued()) === 4 ? true : undefined), "three more");
    await advance(minutes);
    await eventually(async () => ((await queued()) === 8 ? true : undefined), "as many as a minute may have");
  });

  test("a template makes jobs, which may say otherwise; it is told, listed, tagged and deleted, and its jobs stay", async () => {
    const jobTemplateId = `template-${count}`;
    const made = await iot.send(
      new CreateJobTemplateCommand({
        jobTemplateId,
        description: "restarts",
        document: '{"do":"restart"}',
        jobExecutionsRolloutConfig: { maximumPerMinute: 5 },
        timeoutConfig: { inProgressTimeoutInMinutes: 10 },
        tags: [{ Key: "team", Value: "field" }],
      }),
    );
    const { jobTemplateArn: arn = "" } = made;
    assert.equal(arn, `arn:aws:iot:us-east-1:000000000000:jobtemplate/${jobTemplateId}`);
    const twice = { jobTemplateId, description: "again", document: "{}" };
    await assert.rejects(iot.send(new CreateJobTemplateCommand(twice)), { name: "ConflictException" });
    const { document: _, ...unsaid } = { ...twice, jobTemplateId: "unsaid" };
    await assert.rejects(iot.send(new CreateJobTemplateCommand(unsaid)), { name: "InvalidRequestException" });
    const told = await iot.send(new DescribeJobTemplateCommand({ jobTemplateId }));
    assert.deepEqual(
      [told.document, told.description, told.timeoutConfig, told.abortConfig],
      ['{"do":"restart"}', "restarts", { inProgressTimeoutInMinutes: 10 }, undefined],
    );
    const { jobTemplates = [] } = await iot.send(new ListJobTemplatesCommand({}));
    assert.ok(jobTemplates.some((each) => each.jobTemplateArn === arn && each.description === "restarts"));
    const { tags } = await iot.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    assert.deepEqual(tags, [{ Key: "team", Value: "field" }]);

    await create({
      document: undefined,
      jobTemplateArn: arn,
      jobExecutionsRolloutConfig: { maximumPerMinute: 7 },
      tags: [{ Key: "made", Value: "by template" }],
    });
    const found = await job();
    assert.deepEqual(
      [found?.jobTemplateArn, found?.jobExecutionsRolloutConfig?.maximumPerMinute, found?.timeoutConfig],
      [arn, 7, { inProgressTimeoutInMinutes: 10 }],
    );
    assert.equal((await startNext())?.jobDocument, '{"do":"restart"}');
    const jobTags = () => iot.send(new ListTagsForResourceCommand({ resourceArn: found?.jobArn }));
    assert.deepEqual((await jobTags()).tags, [{ Key: "made", Value: "by template" }]);
    await iot.send(new UntagResourceCommand({ resourceArn: found?.jobArn, tagKeys: ["made"] }));
    assert.deepEqual((await jobTags()).tags, []);
    const both = { jobId: "both", targets: [arnOf(thingName)], document: "{}", jobTemplateArn: arn };
    await assert.rejects(iot.send(new CreateJobCommand(both)), { name: "InvalidRequestException" });

    const fromJob = { jobTemplateId: `${jobTemplateId}-b`, description: "as that job", jobArn: found?.jobArn };
    await iot.send(new CreateJobTemplateCommand(fromJob));
    const copied = await iot.send(new DescribeJobTemplateCommand({ jobTemplateId: fromJob.jobTemplateId }));
    assert.deepEqual([copied.document, copied.jobExecutionsRolloutConfig?.maximumPerMinute], ['{"do":"restart"}', 7]);
    await iot.send(new DeleteJobTemplateCommand({ jobTemplateId }));
    await assert.rejects(iot.send(new DescribeJobTemplateCommand({ jobTemplateId })), {
      name: "ResourceNotFoundException",
    });
    await assert.rejects(iot.send(new DeleteJobTemplateCommand({ jobTemplateId })), {
      name: "ResourceNotFoundException",
    });
    assert.equal((await job())?.jobTemplateArn, arn);
  });

  test("a document may be an object of S3; what is not built, and things that are not there, are refused", async () => {
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "documents" }));
    await s3.send(new PutObjectCommand({ Bucket: "documents", Key: "a/b.json", Body: '{"from":"s3"}' }));
    s3.destroy();
    const documentSource = "https://s3.amazonaws.com/documents/a/b.json";
    await create({ document: undefined, documentSource });
    assert.equal((await iot.send(new GetJobDocumentCommand({ jobId }))).document, '{"from":"s3"}');
    assert.equal((await iot.send(new DescribeJobCommand({ jobId }))).documentSource, documentSource);
    const invalid = { name: "InvalidRequestException" };
    await assert.rejects(create({ jobId: "x", documentSource }), invalid);
    await assert.rejects(create({ jobId: "x", document: undefined }), invalid);
    await assert.rejects(create({ jobId: "x", namespaceId: "n" }), { ...invalid, message: /namespaceId/ });
    await assert.rejects(create({ jobId: "x", targets: ["arn:aws:s3:::b"] }), invalid);
    await assert.rejects(create({ jobId: "x", targets: [arnOf("nobody")] }), { name: "ResourceNotFoundException" });
  });

  test("by MQTT: a thing is told what it has to do, and what it asks is answered", async () => {
    const sqs = squall.client(SQSClient);
    const iam = squall.client(IAMClient);
    const data = squall.client(IoTDataPlaneClient);
    const AssumeRolePolicyDocument = allow({ Principal: { Service: "iot.amazonaws.com" }, Action: "sts:AssumeRole" });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "rules", AssumeRolePolicyDocument }));
    const PolicyDocument = allow({ Action: "*", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "rules", PolicyName: "all", PolicyDocument }));
    const QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: "told" }))).QueueUrl ?? "";
    const sql = `SELECT *, topic() AS topic FROM '$aws/things/${thingName}/jobs/#'`;
    const actions = [{ sqs: { roleArn: Role?.Arn, queueUrl: QueueUrl } }];
    await iot.send(
      new CreateTopicRuleCommand({
        ruleName: "told",
        topicRulePayload: { sql, actions, awsIotSqlVersion: "2016-03-23" },
      }),
    );
    const messages: { readonly topic: string; readonly [member: string]: unknown }[] = [];
    const told = (suffix: string, wanted: (message: Record<string, unknown>) => boolean = () => true) =>
      eventually(async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
        );
        messages.push(...Messages.map(({ Body = "" }) => JSON.parse(Body)));
        return messages.find(({ topic, ...body }) => topic.endsWith(`/jobs/${suffix}`) && wanted(body));
      }, suffix);
    const ask = (suffix: string, payload: unknown) =>
      data.send(
        new PublishCommand({
          topic: `$aws/things/${thingName}/jobs/${suffix}`,
          qos: 1,
          payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)),
        }),
      );
    await create();
    const next = (await told("notify-next")).execution as Record<string, unknown>;
    assert.deepEqual([next.jobId, next.status, next.jobDocument], [jobId, "QUEUED", { do: "it" }]);
    const { jobs } = (await told("notify")) as { jobs?: { QUEUED?: { jobId: string }[] } };
    assert.equal(jobs?.QUEUED?.[0]?.jobId, jobId);
    await ask("start-next", { clientToken: "a" });
    const started = await told("start-next/accepted");
    assert.deepEqual([started.clientToken, (started.execution as { status: string }).status], ["a", "IN_PROGRESS"]);
    await ask("$next/get", { clientToken: "b" });
    assert.equal(((await told("$next/get/accepted")).execution as { jobId: string }).jobId, jobId);
    await ask(`${jobId}/update`, { status: "SUCCEEDED", expectedVersion: "9", clientToken: "c" });
    const rejected = await told(`${jobId}/update/rejected`);
    assert.deepEqual([rejected.code, rejected.clientToken], ["VersionMismatch", "c"]);
    await ask(`${jobId}/update`, { status: "SUCCEEDED", expectedVersion: "2" });
    await told(`${jobId}/update/accepted`);
    await told("notify-next", ({ execution: none }) => none === undefined);
    await ask("get", "{");
    assert.equal((await told("get/rejected")).code, "InvalidJson");
    for (const client of [sqs, iam, data]) client.destroy();
  });
});
