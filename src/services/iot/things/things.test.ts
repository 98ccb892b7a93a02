import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateThingCommand,
  DeleteThingCommand,
  DescribeEndpointCommand,
  DescribeThingCommand,
  IoTClient,
  ListThingsCommand,
} from "@aws-sdk/client-iot";
import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("things", () => {
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

  test("CreateThing makes one, gives the same again, and refuses another of its name", async () => {
    const made = await iot.send(
      new CreateThingCommand({ thingName: "pump", attributePayload: { attributes: { floor: "2" } } }),
    );
    assert.equal(made.thingArn, "arn:aws:iot:us-east-1:000000000000:thing/pump");
    const again = await iot.send(
      new CreateThingCommand({ thingName: "pump", attributePayload: { attributes: { floor: "2" } } }),
    );
    assert.equal(again.thingId, made.thingId);
    await assert.rejects(iot.send(new CreateThingCommand({ thingName: "pump" })), {
      name: "ResourceAlreadyExistsException",
      resourceId: made.thingId,
    });
    const { version, attributes, defaultClientId } = await iot.send(new DescribeThingCommand({ thingName: "pump" }));
    assert.deepEqual([version, attributes, defaultClientId], [1, { floor: "2" }, "pump"]);
  });

  test("a name of wrong form is an invalid request", async () => {
    await assert.rejects(iot.send(new CreateThingCommand({ thingName: "a b" })), { name: "InvalidRequestException" });
  });

  test("ListThings gives pages, and those with an attribute", async () => {
    for (const thingName of ["fan-1", "fan-2", "fan-3"])
      await iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes: { kind: "fan" } } }));
    const first = await iot.send(
      new ListThingsCommand({ attributeName: "kind", attributeValue: "fan", maxResults: 2 }),
    );
    assert.deepEqual(
      first.things?.map(({ thingName }) => thingName),
      ["fan-1", "fan-2"],
    );
    const second = await iot.send(
      new ListThingsCommand({
        attributeName: "kind",
        attributeValue: "fan",
        maxResults: 2,
        nextToken: first.nextToken,
      }),
    );
    assert.deepEqual([second.things?.map(({ thingName }) => thingName), second.nextToken], [["fan-3"], undefined]);
  });

  test("DeleteThing removes it, unless another version is expected", async () => {
    await iot.send(new CreateThingCommand({ thingName: "gone" }));
    await assert.rejects(iot.send(new DeleteThingCommand({ thingName: "gone", expectedVersion: 7 })), {
      name: "VersionConflictException",
    });
    await iot.send(new DeleteThingCommand({ thingName: "gone" }));
    await assert.rejects(iot.send(new DescribeThingCommand({ thingName: "gone" })), {
      name: "ResourceNotFoundException",
      message: "Thing gone not found",
    });
  });

  test("DescribeEndpoint names this server", async () => {
    const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: "iot:Data-ATS" }));
    assert.equal(endpointAddress, new URL(squall.endpoint).host);
  });

  test("Publish takes a message, and none for a topic with a wildcard", async () => {
    const data = squall.client(IoTDataPlaneClient);
    await data.send(new PublishCommand({ topic: "a/b", payload: Buffer.from("x"), qos: 1 }));
    await assert.rejects(data.send(new PublishCommand({ topic: "a/+" })), { name: "InvalidRequestException" });
    data.destroy();
  });
});
