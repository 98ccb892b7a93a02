import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AddThingToBillingGroupCommand,
  AddThingToThingGroupCommand,
  CreateBillingGroupCommand,
  CreateDynamicThingGroupCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  DeleteBillingGroupCommand,
  DeleteDynamicThingGroupCommand,
  DeleteThingGroupCommand,
  DescribeBillingGroupCommand,
  DescribeIndexCommand,
  DescribeThingGroupCommand,
  GetBucketsAggregationCommand,
  GetCardinalityCommand,
  GetIndexingConfigurationCommand,
  GetPercentilesCommand,
  GetStatisticsCommand,
  IoTClient,
  ListBillingGroupsCommand,
  ListIndicesCommand,
  ListThingGroupsCommand,
  ListThingGroupsForThingCommand,
  ListThingsInBillingGroupCommand,
  ListThingsInThingGroupCommand,
  RemoveThingFromBillingGroupCommand,
  RemoveThingFromThingGroupCommand,
  SearchIndexCommand,
  UpdateBillingGroupCommand,
  UpdateDynamicThingGroupCommand,
  UpdateIndexingConfigurationCommand,
  UpdateThingGroupCommand,
  UpdateThingGroupsForThingCommand,
} from "@aws-sdk/client-iot";
import { DeviceRig } from "../../../../test/support/devices.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const arn = "arn:aws:iot:us-east-1:000000000000:";

describe("groups of things", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  before(async () => {
    squall = await startSquall();
    iot = squall.client(IoTClient);
    for (const [thingName, floor] of [
      ["pump", "1"],
      ["fan", "2"],
      ["lamp", "3"],
    ] as const)
      await iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes: { floor } } }));
  });
  after(async () => {
    iot.destroy();
    await squall.close();
  });

  test("groups stand below one another, and know those above them", async () => {
    await iot.send(new CreateThingGroupCommand({ thingGroupName: "house" }));
    await iot.send(new CreateThingGroupCommand({ thingGroupName: "cellar", parentGroupName: "house" }));
    const made = await iot.send(new CreateThingGroupCommand({ thingGroupName: "cellar", parentGroupName: "house" }));
    assert.equal(made.thingGroupArn, `${arn}thinggroup/cellar`);
    await assert.rejects(iot.send(new CreateThingGroupCommand({ thingGroupName: "cellar" })), {
      name: "ResourceAlreadyExistsException",
    });
    await assert.rejects(iot.send(new CreateThingGroupCommand({ thingGroupName: "x", parentGroupName: "none" })), {
      name: "ResourceNotFoundException",
    });
    const { thingGroupMetadata, version } = await iot.send(new DescribeThingGroupCommand({ thingGroupName: "cellar" }));
    assert.equal(version, 1);
    assert.deepEqual(thingGroupMetadata?.rootToParentThingGroups, [
      { groupName: "house", groupArn: `${arn}thinggroup/house` },
    ]);
    const names = async (input: object) =>
      (await iot.send(new ListThingGroupsCommand(input))).thingGroups?.map(({ groupName }) => groupName);
    assert.deepEqual(await names({}), ["cellar", "house"]);
    assert.deepEqual(await names({ recursive: false }), ["house"]);
    assert.deepEqual(await names({ parentGroup: "house" }), ["cellar"]);
    const thingGroupProperties = { thingGroupDescription: "below" };
    const updated = await iot.send(new UpdateThingGroupCommand({ thingGroupName: "cellar", thingGroupProperties }));
    assert.equal(updated.version, 2);
    await assert.rejects(iot.send(new DeleteThingGroupCommand({ thingGroupName: "house" })), {
      name: "InvalidRequestException",
    });
    for (const thingGroupName of ["cellar", "house"]) await iot.send(new DeleteThingGroupCommand({ thingGroupName }));
    await assert.rejects(iot.send(new DescribeThingGroupCommand({ thingGroupName: "house" })), {
      name: "ResourceNotFoundException",
    });
  });

  test("things are put into groups and taken out, one by one and together", async () => {
    for (const thingGroupName of ["red", "blue"]) await iot.send(new CreateThingGroupCommand({ thingGroupName }));
    await iot.send(new AddThingToThingGroupCommand({ thingGroupName: "red", thingArn: `${arn}thing/pump` }));
    const inGroup = async (thingGroupName: string) =>
      (await iot.send(new ListThingsInThingGroupCommand({ thingGroupName }))).things;
    assert.deepEqual(await inGroup("red"), ["pump"]);
    await iot.send(
      new UpdateThingGroupsForThingCommand({
        thingName: "pump",
        thingGroupsToAdd: ["blue"],
        thingGroupsToRemove: ["red"],
      }),
    );
    const { thingGroups } = await iot.send(new ListThingGroupsForThingCommand({ thingName: "pump" }));
    assert.deepEqual(thingGroups, [{ groupName: "blue", groupArn: `${arn}thinggroup/blue` }]);
    await iot.send(new RemoveThingFromThingGroupCommand({ thingGroupName: "blue", thingName: "pump" }));
    assert.deepEqual(await inGroup("blue"), []);
    await assert.rejects(iot.send(new AddThingToThingGroupCommand({ thingGroupName: "red", thingName: "none" })), {
      name: "ResourceNotFoundException",
    });
    for (const thingGroupName of ["red", "blue"]) await iot.send(new DeleteThingGroupCommand({ thingGroupName }));
  });

  test("the index finds things by a query once it is on, and dynamic groups are what it finds", async () => {
    const search = (queryString: string) => iot.send(new SearchIndexCommand({ queryString }));
    await assert.rejects(search("thingName:pump"), { name: "IndexNotReadyException" });
    await assert.rejects(
      iot.send(
        new UpdateIndexingConfigurationCommand({
          thingIndexingConfiguration: { thingIndexingMode: "REGISTRY_AND_SHADOW" },
        }),
      ),
      { name: "InvalidRequestException", message: /REGISTRY_AND_SHADOW/ },
    );
    await iot.send(
      new UpdateIndexingConfigurationCommand({
        thingIndexingConfiguration: { thingIndexingMode: "REGISTRY", thingConnectivityIndexingMode: "STATUS" },
      }),
    );
    const { thingIndexingConfiguration } = await iot.send(new GetIndexingConfigurationCommand({}));
    assert.equal(thingIndexingConfiguration?.thingIndexingMode, "REGISTRY");
    assert.deepEqual((await iot.send(new ListIndicesCommand({}))).indexNames, ["AWS_Things"]);
    const { schema } = await iot.send(new DescribeIndexCommand({ indexName: "AWS_Things" }));
    assert.equal(schema, "REGISTRY_AND_CONNECTIVITY_STATUS");
    const names = async (query: string) => (await search(query)).things?.map(({ thingName }) => thingName);
    assert.deepEqual(await names("attributes.floor>=2"), ["fan", "lamp"]);
    assert.deepEqual(await names("thingName:l* OR (attributes.floor:1 AND NOT thingName:fan)"), ["lamp", "pump"]);
    assert.deepEqual(await names("attributes.floor:[1 TO 2]"), ["fan", "pump"]);
    const rig = await DeviceRig.open(squall, iot);
    const pump = await rig.program("pump");
    assert.deepEqual(await names("connectivity.connected:true"), ["pump"]);
    assert.deepEqual((await search("thingName:pump")).things?.[0]?.connectivity?.connected, true);
    assert.deepEqual(await names("connectivity.connected:false AND attributes.floor:3"), ["lamp"]);
    await pump.client.endAsync();
    const query = { queryString: "thingName:*", aggregationField: "attributes.floor" };
    const { statistics } = await iot.send(new GetStatisticsCommand(query));
    assert.deepEqual(
      [statistics?.count, statistics?.sum, statistics?.minimum, statistics?.maximum, statistics?.average],
      [3, 6, 1, 3, 2],
    );
    assert.equal((await iot.send(new GetCardinalityCommand(query))).cardinality, 3);
    const { percentiles } = await iot.send(new GetPercentilesCommand({ ...query, percents: [0, 50, 100] }));
    assert.deepEqual(
      percentiles?.map(({ value }) => value),
      [1, 2, 3],
    );
    const aggregation = { bucketsAggregationType: { termsAggregation: { maxBuckets: 2 } } };
    const { totalCount, buckets } = await iot.send(new GetBucketsAggregationCommand({ ...query, ...aggregation }));
    assert.deepEqual([totalCount, buckets?.map(({ keyValue }) => keyValue)], [3, ["1", "2"]]);
    await assert.rejects(iot.send(new GetStatisticsCommand({ ...query, aggregationField: "shadow.reported.x" })), {
      name: "InvalidRequestException",
    });
    for (const wrong of ["(", "a:b OR", ")", "(".repeat(500)])
      await assert.rejects(search(wrong), { name: "InvalidQueryException" }, wrong);
    const thingGroupName = "upstairs";
    await iot.send(new CreateDynamicThingGroupCommand({ thingGroupName, queryString: "attributes.floor>1" }));
    const inGroup = async () => (await iot.send(new ListThingsInThingGroupCommand({ thingGroupName }))).things;
    assert.deepEqual(await inGroup(), ["fan", "lamp"]);
    await assert.rejects(iot.send(new AddThingToThingGroupCommand({ thingGroupName, thingName: "pump" })), {
      name: "InvalidRequestException",
    });
    await iot.send(
      new UpdateDynamicThingGroupCommand({
        thingGroupName,
        queryString: "attributes.floor:3",
        thingGroupProperties: {},
      }),
    );
    assert.deepEqual(await inGroup(), ["lamp"]);
    await iot.send(new DeleteDynamicThingGroupCommand({ thingGroupName }));
  });

  test("a thing is in one billing group at most", async () => {
    for (const billingGroupName of ["north", "south"])
      await iot.send(new CreateBillingGroupCommand({ billingGroupName }));
    await iot.send(new AddThingToBillingGroupCommand({ billingGroupName: "north", thingName: "pump" }));
    await assert.rejects(
      iot.send(new AddThingToBillingGroupCommand({ billingGroupName: "south", thingName: "pump" })),
      { name: "InvalidRequestException" },
    );
    const { things } = await iot.send(new ListThingsInBillingGroupCommand({ billingGroupName: "north" }));
    assert.deepEqual(things, ["pump"]);
    const billingGroupProperties = { billingGroupDescription: "cold" };
    const { version } = await iot.send(
      new UpdateBillingGroupCommand({ billingGroupName: "north", billingGroupProperties }),
    );
    assert.equal(version, 2);
    const described = await iot.send(new DescribeBillingGroupCommand({ billingGroupName: "north" }));
    assert.deepEqual(described.billingGroupProperties, billingGroupProperties);
    await assert.rejects(iot.send(new DeleteBillingGroupCommand({ billingGroupName: "north" })), {
      name: "InvalidRequestException",
    });
    await iot.send(new RemoveThingFromBillingGroupCommand({ billingGroupName: "north", thingName: "pump" }));
    await iot.send(new DeleteBillingGroupCommand({ billingGroupName: "north" }));
    const { billingGroups } = await iot.send(new ListBillingGroupsCommand({ namePrefixFilter: "so" }));
    assert.deepEqual(billingGroups, [{ groupName: "south", groupArn: `${arn}billinggroup/south` }]);
  });
});
