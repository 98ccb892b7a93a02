import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateRoleAliasCommand,
  CreateThingCommand,
  CreateThingTypeCommand,
  DeleteRoleAliasCommand,
  DeleteThingTypeCommand,
  DeprecateThingTypeCommand,
  DescribeRoleAliasCommand,
  DescribeThingCommand,
  DescribeThingTypeCommand,
  IoTClient,
  ListRoleAliasesCommand,
  ListTagsForResourceCommand,
  ListThingsCommand,
  ListThingTypesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRoleAliasCommand,
  UpdateThingCommand,
  UpdateThingTypeCommand,
} from "@aws-sdk/client-iot";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("types of things", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  before(async () => {
    squall = await startSquall();
    iot = squall.client(IoTClient);
  });
  after(async () => {
    iot.destroy();
    await squall.close();
  });

  test("a type is made, told, changed, and deleted five minutes after it has been deprecated", async () => {
    const thingTypeName = "pumps";
    const thingTypeProperties = { thingTypeDescription: "water", searchableAttributes: ["floor"] };
    const { thingTypeArn, thingTypeId } = await iot.send(
      new CreateThingTypeCommand({ thingTypeName, thingTypeProperties }),
    );
    const again = await iot.send(new CreateThingTypeCommand({ thingTypeName, thingTypeProperties }));
    assert.equal(again.thingTypeId, thingTypeId);
    await assert.rejects(iot.send(new CreateThingTypeCommand({ thingTypeName })), {
      name: "ResourceAlreadyExistsException",
    });
    assert.equal(thingTypeArn, "arn:aws:iot:us-east-1:000000000000:thingtype/pumps");
    await iot.send(
      new UpdateThingTypeCommand({ thingTypeName, thingTypeProperties: { thingTypeDescription: "deep water" } }),
    );
    const described = await iot.send(new DescribeThingTypeCommand({ thingTypeName }));
    assert.deepEqual(described.thingTypeProperties, {
      thingTypeDescription: "deep water",
      searchableAttributes: ["floor"],
    });
    assert.equal(described.thingTypeMetadata?.deprecated, false);
    await assert.rejects(iot.send(new DeleteThingTypeCommand({ thingTypeName })), { name: "InvalidRequestException" });
    await iot.send(new DeprecateThingTypeCommand({ thingTypeName }));
    await assert.rejects(iot.send(new CreateThingCommand({ thingName: "late", thingTypeName })), {
      name: "InvalidRequestException",
    });
    await assert.rejects(iot.send(new DeleteThingTypeCommand({ thingTypeName })), { name: "InvalidRequestException" });
    const { thingTypes } = await iot.send(new ListThingTypesCommand({}));
    assert.equal(thingTypes?.[0]?.thingTypeMetadata?.deprecated, true);
    const body = JSON.stringify({ advanceMilliseconds: 301_000 });
    await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
    await iot.send(new DeleteThingTypeCommand({ thingTypeName }));
    await assert.rejects(iot.send(new DescribeThingTypeCommand({ thingTypeName })), {
      name: "ResourceNotFoundException",
    });
  });

  test("UpdateThing changes attributes and the type, and things are listed by it", async () => {
    await iot.send(new CreateThingTypeCommand({ thingTypeName: "fans" }));
    const attributes = { a: "1", b: "2" };
    await iot.send(new CreateThingCommand({ thingName: "fan", attributePayload: { attributes } }));
    await iot.send(
      new UpdateThingCommand({
        thingName: "fan",
        thingTypeName: "fans",
        attributePayload: { attributes: { b: "", c: "3" }, merge: true },
      }),
    );
    const thing = await iot.send(new DescribeThingCommand({ thingName: "fan" }));
    assert.deepEqual([thing.attributes, thing.thingTypeName, thing.version], [{ a: "1", c: "3" }, "fans", 2]);
    const { things } = await iot.send(new ListThingsCommand({ thingTypeName: "fans" }));
    assert.deepEqual(
      things?.map(({ thingName }) => thingName),
      ["fan"],
    );
    await iot.send(
      new UpdateThingCommand({ thingName: "fan", removeThingType: true, attributePayload: { attributes } }),
    );
    const after = await iot.send(new DescribeThingCommand({ thingName: "fan" }));
    assert.deepEqual([after.attributes, after.thingTypeName], [attributes, undefined]);
    await assert.rejects(iot.send(new UpdateThingCommand({ thingName: "fan", expectedVersion: 1 })), {
      name: "VersionConflictException",
    });
  });

  test("tags are put on what has an ARN, listed, and taken off", async () => {
    const { thingTypeArn: resourceArn } = await iot.send(
      new CreateThingTypeCommand({ thingTypeName: "tagged", tags: [{ Key: "a", Value: "1" }] }),
    );
    await iot.send(new TagResourceCommand({ resourceArn, tags: [{ Key: "b", Value: "2" }] }));
    await iot.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    const { tags } = await iot.send(new ListTagsForResourceCommand({ resourceArn }));
    assert.deepEqual(tags, [{ Key: "b", Value: "2" }]);
    const wrong = "arn:aws:iot:us-east-1:000000000000:thingtype/none";
    await assert.rejects(iot.send(new ListTagsForResourceCommand({ resourceArn: wrong })), {
      name: "ResourceNotFoundException",
    });
  });

  test("a role alias names a role", async () => {
    const roleArn = "arn:aws:iam::000000000000:role/device";
    const roleAlias = "devices";
    await iot.send(new CreateRoleAliasCommand({ roleAlias, roleArn }));
    await assert.rejects(iot.send(new CreateRoleAliasCommand({ roleAlias, roleArn })), {
      name: "ResourceAlreadyExistsException",
    });
    await iot.send(new UpdateRoleAliasCommand({ roleAlias, credentialDurationSeconds: 900 }));
    const { roleAliasDescription } = await iot.send(new DescribeRoleAliasCommand({ roleAlias }));
    assert.deepEqual([roleAliasDescription?.roleArn, roleAliasDescription?.credentialDurationSeconds], [roleArn, 900]);
    assert.deepEqual((await iot.send(new ListRoleAliasesCommand({}))).roleAliases, [roleAlias]);
    await iot.send(new DeleteRoleAliasCommand({ roleAlias }));
    await assert.rejects(iot.send(new DescribeRoleAliasCommand({ roleAlias })), { name: "ResourceNotFoundException" });
  });
});
