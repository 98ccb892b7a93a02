import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AddThingToThingGroupCommand,
  CancelJobCommand,
  CreateJobCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  DeleteThingCommand,
  DescribeEventConfigurationsCommand,
  IoTClient,
  RemoveThingFromThingGroupCommand,
  UpdateEventConfigurationsCommand,
  UpdateThingCommand,
} from "@aws-sdk/client-iot";
import { IoTJobsDataPlaneClient, UpdateJobExecutionCommand } from "@aws-sdk/client-iot-jobs-data-plane";
import { arnOfDevices, type Device, DeviceRig } from "../../../../test/support/devices.ts";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("events of the registry and of jobs", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let rig: DeviceRig;
  let ear: Device;
  before(async () => {
    squall = await startSquall();
    iot = squall.client(IoTClient);
    rig = await DeviceRig.open(squall, iot);
    ear = await rig.program("ear");
    await ear.client.subscribeAsync("$aws/events/#", { qos: 1 });
  });
  after(async () => {
    rig.close();
    iot.destroy();
    await squall.close();
  });

  const enable = (...types: string[]) =>
    iot.send(
      new UpdateEventConfigurationsCommand({
        eventConfigurations: Object.fromEntries(types.map((type) => [type, { Enabled: true }])),
      }),
    );
  const told = (topic: string) =>
    eventually(async () => {
      const found = ear.got.find((each) => each.topic === `$aws/events/${topic}`);
      return found && (JSON.parse(found.text) as Record<string, unknown>);
    }, `the event ${topic}`);

  test("nothing is told until it is wanted", async () => {
    const before = await iot.send(new DescribeEventConfigurationsCommand({}));
    assert.equal(before.eventConfigurations?.THING?.Enabled, false);
    assert.equal(Object.keys(before.eventConfigurations ?? {}).length, 11);
    await iot.send(new CreateThingCommand({ thingName: "silent" }));
    await enable("THING", "THING_TYPE", "THING_TYPE_ASSOCIATION", "THING_GROUP", "THING_GROUP_MEMBERSHIP");
    await enable("THING_GROUP_HIERARCHY", "JOB", "JOB_EXECUTION");
    const { eventConfigurations } = await iot.send(new DescribeEventConfigurationsCommand({}));
    assert.deepEqual(
      [eventConfigurations?.THING?.Enabled, eventConfigurations?.JOB?.Enabled, eventConfigurations?.POLICY?.Enabled],
      [true, true, false],
    );
    // Nobody knows what AWS would tell of it.
    await assert.rejects(enable("CERTIFICATE"), { name: "InvalidRequestException", message: /events of CERTIFICATE/ });
  });

  test("things, types and groups that are made, changed and gone", async () => {
    await iot.send(new CreateThingTypeCommand({ thingTypeName: "pump" }));
    const { thingId } = await iot.send(
      new CreateThingCommand({ thingName: "p1", attributePayload: { attributes: { floor: "1" } } }),
    );
    await iot.send(new UpdateThingCommand({ thingName: "p1", thingTypeName: "pump" }));
    await iot.send(new CreateThingGroupCommand({ thingGroupName: "house" }));
    await iot.send(new CreateThingGroupCommand({ thingGroupName: "cellar", parentGroupName: "house" }));
    await iot.send(new AddThingToThingGroupCommand({ thingGroupName: "cellar", thingName: "p1" }));
    await iot.send(new RemoveThingFromThingGroupCommand({ thingGroupName: "cellar", thingName: "p1" }));
    await iot.send(new DeleteThingCommand({ thingName: "p1" }));
    const created = await told("thing/p1/created");
    assert.deepEqual(
      [created.eventType, created.operation, created.accountId, created.thingId, created.versionNumber],
      ["THING_EVENT", "CREATED", "000000000000", thingId, 1],
    );
    assert.deepEqual([created.thingTypeName, created.attributes], [null, { floor: "1" }]);
    assert.equal((await told("thing/p1/updated")).versionNumber, 2);
    assert.equal((await told("thingTypeAssociation/thing/p1/pump")).operation, "ADDED");
    assert.equal((await told("thingType/pump/created")).isDeprecated, false);
    const cellar = await told("thingGroup/cellar/created");
    assert.equal(cellar.parentGroupName, "house");
    assert.equal((await told("thingGroupHierarchy/thingGroup/house/childThingGroup/cellar/added")).operation, "ADDED");
    const joined = await told("thingGroupMembership/thingGroup/cellar/thing/p1/added");
    assert.deepEqual([joined.groupId, joined.thingArn], [cellar.thingGroupId, `${arnOfDevices}thing/p1`]);
    await told("thingGroupMembership/thingGroup/cellar/thing/p1/removed");
    assert.equal((await told("thing/p1/deleted")).operation, "DELETED");
    // What was before they were wanted.
    assert.ok(!ear.got.some(({ topic }) => topic.includes("silent")));
  });

  test("jobs that end, and their executions", async () => {
    await iot.send(new CreateThingCommand({ thingName: "p2" }));
    const targets = [`${arnOfDevices}thing/p2`];
    await iot.send(new CreateJobCommand({ jobId: "update", targets, document: "{}" }));
    const jobs = squall.client(IoTJobsDataPlaneClient);
    const done = { jobId: "update", thingName: "p2", status: "SUCCEEDED" as const };
    await eventually(
      () => jobs.send(new UpdateJobExecutionCommand(done)).catch(() => undefined),
      "the job's execution",
    );
    jobs.destroy();
    const execution = await told("jobExecution/update/succeeded");
    assert.deepEqual(
      [execution.eventType, execution.operation, execution.thingArn, execution.executionNumber, execution.status],
      ["JOB_EXECUTION", "succeeded", targets[0], 1, "SUCCEEDED"],
    );
    const job = await told("job/update/completed");
    assert.deepEqual([job.eventType, job.status, job.targets], ["JOB", "COMPLETED", targets]);
    await iot.send(new CreateJobCommand({ jobId: "other", targets, document: "{}" }));
    await iot.send(new CancelJobCommand({ jobId: "other" }));
    assert.equal((await told("job/other/canceled")).status, "CANCELED");
  });
});
