// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution templates are written like this.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import {
  DescribeCertificateCommand,
  DescribeJobCommand,
  DescribeThingCommand,
  GetTopicRuleCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListThingPrincipalsCommand,
} from "@aws-sdk/client-iot";
import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import {
  CreateFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Browser, Page } from "playwright-core";
import { labFiles, labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose, typeCode } from "./walk-first-lab.ts";

const thingName = "machine-1";
const at = "arn:aws:iot:us-east-1:000000000000";

describe("IoT in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let page: Page;
  let iot: IoTClient;
  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    page = view.page;
    iot = squall.client(IoTClient);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const dialog = () => page.getByRole("dialog");
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const pressInDialog = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
  const typeInto = async (editor: string, text: string) => {
    await page.getByRole("textbox", { name: editor }).focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
  };
  const chooseIn = async (field: string, text: string) => {
    await page.getByRole("combobox", { name: field }).fill(text);
    await page.getByRole("option", { name: text }).last().click();
  };

  it("creates a policy, whose document it reads, and a second version of it", async () => {
    await view.open("/console/iot/create-policy");
    await press("Create");
    await page.getByText("Enter a name for the policy.").waitFor();
    await page.getByLabel("Policy name").fill("a name");
    await page.getByText(/^Use up to 128 letters, digits and/).waitFor();
    await page.getByLabel("Policy name").fill("machines");
    await typeCode(page, "{");
    await page.getByText(/^This is not a policy document/).waitFor();
    await typeCode(page, '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}');
    await press("Create");
    await page.getByText("Successfully created policy machines.").waitFor();
    await press("Edit active version");
    await pressInDialog("Save as new version");
    await page.getByText("Successfully saved a new version.").waitFor();
    await page.getByRole("tab", { name: "All versions" }).click();
    await page.getByRole("checkbox", { name: "Select 1" }).check();
    await press("Set as active");
    await page.getByText("Version 1 is active now.").waitFor();
    await view.check("policy");
  });

  it("creates a thing with its certificate, whose key can be downloaded once, and the certificate's policy", async () => {
    await view.open("/console/iot/things");
    await page.getByRole("link", { name: "Create thing" }).first().click();
    await page.getByLabel("Thing name").fill("machine 1");
    await page.getByText(/^Use up to 128 letters/).waitFor();
    await page.getByLabel("Thing name").fill(thingName);
    await press("Add new attribute");
    await page.getByRole("textbox", { name: "Key" }).fill("floor");
    await page.getByRole("textbox", { name: "Value" }).fill("2");
    await choose(page, "Policies", "machines");
    await page.keyboard.press("Escape");
    await press("Create thing");
    const download = page.waitForEvent("download");
    await dialog().getByRole("button", { name: "Download private key file" }).click();
    const path = await (await download).path();
    assert.match(await readFile(path, "utf8"), /^-----BEGIN RSA PRIVATE KEY-----/);
    await view.check("the keys");
    await pressInDialog("Done");
    await page.getByRole("heading", { level: 1, name: thingName }).waitFor();
    const { attributes } = await iot.send(new DescribeThingCommand({ thingName }));
    assert.deepEqual(attributes, { floor: "2" });
    const { principals: [principal = ""] = [] } = await iot.send(new ListThingPrincipalsCommand({ thingName }));
    const { policies: [policy] = [] } = await iot.send(new ListAttachedPoliciesCommand({ target: principal }));
    assert.equal(policy?.policyName, "machines");

    await view.open("/console/iot/create-thing");
    await page.getByLabel("Thing name").fill(thingName);
    await press("Create thing");
    await page.getByText(`There is already a thing ${thingName}. Nothing was changed.`).waitFor();
    await view.check("taken");
  });

  it("deactivates and activates the certificate, and refuses one that is none", async () => {
    await view.open(`/console/iot/things/${thingName}`);
    await page.getByRole("link", { name: /^[0-9a-f]{64}$/ }).click();
    const status = async () => {
      const certificateId = page.url().split("/").at(-1);
      const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }));
      return certificateDescription?.status;
    };
    await press("Deactivate");
    await pressInDialog("Deactivate");
    await page.getByText("Successfully deactivated the certificate.").waitFor();
    assert.equal(await status(), "INACTIVE");
    await press("Activate");
    await pressInDialog("Activate");
    await page.getByText("Successfully activated the certificate.").waitFor();
    assert.equal(await status(), "ACTIVE");
    await view.check("certificate");
    assert.deepEqual(await view.accessibilityProblems(), []);

    await view.go("/console/iot/certificates");
    await press("Add certificate");
    await dialog()
      .getByRole("radio", { name: /signing request/ })
      .check();
    await dialog().getByLabel("PEM").fill("no request");
    await dialog().getByText("This is no certificate signing request in PEM.").waitFor();
    await pressInDialog("Cancel");
    await view.check("certificates");
  });

  it("makes types, groups and shadows in dialogs, says what is wrong, and takes them away", async () => {
    const made = [
      [
        "/console/iot/types",
        "Create thing type",
        "Thing type name",
        "machine",
        "Successfully created thing type machine.",
      ],
      [
        "/console/iot/groups",
        "Create thing group",
        "Thing group name",
        "hall",
        "Successfully created thing group hall.",
      ],
      [
        `/console/iot/things/${thingName}?tab=shadows`,
        "Create Shadow",
        "Shadow name",
        "light",
        "Successfully created the shadow light.",
      ],
    ] as const;
    for (const [path, button, field, name, done] of made) {
      await view.go(path);
      await page.getByRole("button", { name: button, exact: true }).first().click();
      await pressInDialog(button);
      await dialog()
        .getByText(/^Enter a name for the/)
        .waitFor();
      await dialog().getByLabel(field, { exact: true }).fill("no name!");
      await dialog()
        .getByText(/^Use up to/)
        .waitFor();
      await dialog().getByLabel(field, { exact: true }).fill(name);
      await pressInDialog(button);
      await page.getByText(done).waitFor();
      await view.check(path);
    }
    await page.getByRole("checkbox", { name: "Select light" }).check();
    await page.getByRole("link", { name: "light" }).click();
    await press("Edit");
    await typeCode(page, '{"state": {"desired": {"on": true}, "reported": {"on": false}}}');
    await pressInDialog("Update");
    await page.getByRole("row", { name: /^on true false/ }).waitFor();
    await press("Edit");
    await typeCode(page, '{"state": 1}');
    await pressInDialog("Update");
    await dialog().getByText("The shadow could not be updated").waitFor();
    await pressInDialog("Cancel");
    // The refusal is the server's answer of 400.
    assert.equal((await view.problems()).filter((problem) => !problem.includes("400")).length, 0);
    await page.getByTestId("delta").getByText('"on": true').waitFor();
    await press("Delete");
    await pressInDialog("Delete");
    await page.getByText("Successfully deleted shadow light.").waitFor();
    await view.check("shadow");
  });

  it("publishes and subscribes in the browser", async () => {
    await view.go("/console/iot/test");
    await page.getByText("Connected", { exact: true }).waitFor();
    await page.getByLabel("Topic filter").fill("rooms/#/x");
    await page.getByText("# stands alone at the end.").waitFor();
    await page.getByLabel("Topic filter").fill("rooms/+/climate");
    await press("Subscribe");
    await page.getByText("No messages yet.").waitFor();
    const payload = Buffer.from('{"temperature":21}');
    await squall.client(IoTDataPlaneClient).send(new PublishCommand({ topic: "rooms/kitchen/climate", payload }));
    const messages = page.getByRole("log", { name: "Messages" });
    await messages.getByText("rooms/kitchen/climate").waitFor();
    await messages.getByText('"temperature": 21').waitFor();
    await page.getByRole("tab", { name: "Publish to a topic" }).click();
    await page.getByLabel("Topic name").fill("rooms/#");
    await page.getByText("A topic's name has no wildcards.").waitFor();
    await page.getByLabel("Topic name").fill("rooms/hall/climate");
    await page.getByLabel("Message payload").fill('{"temperature":17}');
    await press("Publish");
    await messages.getByText("rooms/hall/climate").waitFor();
    await view.check("the client");
    assert.deepEqual(await view.accessibilityProblems(), []);
    await press("Disconnect");
    await page.getByText("Disconnected", { exact: true }).waitFor();
  });

  it("makes a rule with every kind of field, tried against a sample message first, and it runs", async () => {
    const sqs = squall.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "climate" }));
    await view.go("/console/iot/create-rule");
    await page.getByLabel("Rule name").fill("hot-rooms");
    await page.getByText(/^Use only letters, digits and underscores/).waitFor();
    await page.getByLabel("Rule name").fill("hot_rooms");
    await press("Create");
    await page.getByText("Choose an action.").waitFor();
    await typeInto(
      "SQL statement",
      "SELECT temperature, topic(2) AS room FROM 'rooms/+/climate' WHERE temperature > 20",
    );
    await choose(page, "Action 1: kind", /^SQS/);
    await chooseIn("SQS queue", "climate");
    await press("Add rule action");
    await choose(page, "Action 2: kind", /^Republish/);
    await page.getByLabel("Topic", { exact: true }).fill("hot/${topic(2)}");
    await press("Test against a sample message");
    await page.getByLabel("Sample topic").fill("rooms/kitchen/climate");
    await press("Test rule");
    await page.getByTestId("sample-output").getByText('"room": "kitchen"').waitFor();
    await page.getByText('"topic": "hot/kitchen"').waitFor();
    await page.getByLabel("Sample topic").fill("rooms/kitchen");
    await press("Test rule");
    await page.getByText("The topic is not one that the rule is FROM.").waitFor();
    await view.check("the form");
    assert.deepEqual(await view.accessibilityProblems(), []);
    await press("Create");
    await page.getByText("Successfully created rule hot_rooms.").waitFor();
    const { rule } = await iot.send(new GetTopicRuleCommand({ ruleName: "hot_rooms" }));
    assert.equal(rule?.actions?.length, 2);
    const { Roles = [] } = await squall.client(IAMClient).send(new ListRolesCommand({ PathPrefix: "/service-role/" }));
    assert.deepEqual(Roles.map(({ RoleName = "" }) => RoleName.replace(/_\d+$/, "")).sort(), [
      "iot-republish",
      "iot-sqs",
    ]);
    const payload = Buffer.from('{"temperature":21}');
    await squall
      .client(IoTDataPlaneClient)
      .send(new PublishCommand({ topic: "rooms/kitchen/climate", payload, qos: 1 }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    assert.deepEqual(
      Messages.map(({ Body }) => JSON.parse(Body ?? "")),
      [{ temperature: 21, room: "kitchen" }],
    );

    await page.getByRole("link", { name: "Edit" }).click();
    await typeInto("SQL statement", "SELECT nothing of FROM");
    await press("Update");
    await page.getByText("The rule could not be updated").waitFor();
    assert.equal((await view.problems()).filter((problem) => !problem.includes("400")).length, 0);
    await view.go("/console/iot/rules");
    await page.getByRole("checkbox", { name: "Select hot_rooms" }).check();
    await press("Deactivate");
    await page.getByText("Successfully deactivated rule hot_rooms.").waitFor();
    await press("Delete");
    await dialog().getByRole("textbox").fill("delete");
    await pressInDialog("Delete");
    await page.getByText("Successfully deleted rule hot_rooms.").waitFor();
    await view.check("rules");
  });

  it("sends a job, shows its executions, and cancels it", async () => {
    await view.go("/console/iot/create-job");
    await page.getByLabel("Job ID").fill("update 1");
    await page.getByText(/^Use up to 64 letters/).waitFor();
    await page.getByLabel("Job ID").fill("update-1");
    await press("Create job");
    await page.getByText("Choose a target.").waitFor();
    await choose(page, "Job targets", thingName);
    await page.keyboard.press("Escape");
    await page.getByLabel("Maximum per minute").fill("0");
    await page.getByText("Enter a whole number from 1 to 1,000.").waitFor();
    await page.getByLabel("Maximum per minute").fill("10");
    await press("Create job");
    await page.getByText("Successfully created job update-1.").waitFor();
    await page.getByRole("link", { name: thingName }).waitFor();
    await press("Cancel job");
    await pressInDialog("Cancel job");
    await page.getByText("Successfully canceled job update-1.").waitFor();
    assert.equal((await iot.send(new DescribeJobCommand({ jobId: "update-1" }))).job?.status, "CANCELED");
    await view.check("job");
  });

  it("is a trigger of a function, which the messages run", async () => {
    const lambda = squall.client(LambdaClient);
    const Code = { ZipFile: labFiles.pythonZip() };
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "on-message",
        Runtime: "python3.11",
        Handler: "lambda_function.lambda_handler",
        Role: labRole,
        Code,
      }),
    );
    const waiting = { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
    await waitUntilFunctionActiveV2(waiting, { FunctionName: "on-message" });
    await view.go("/console/lambda/functions/on-message/add/trigger");
    await choose(page, "Select a source", "AWS IoT");
    await page.getByLabel("Rule name").fill("not a name");
    await page.getByText(/^Use only letters, digits and underscores/).waitFor();
    await page.getByLabel("Rule name").fill("to_function");
    await press("Add");
    await page.getByText(/^The trigger to_function was successfully added/).waitFor();
    await page.getByRole("link", { name: "AWS IoT" }).waitFor();
    const { Policy = "" } = await lambda.send(new GetPolicyCommand({ FunctionName: "on-message" }));
    assert.match(Policy, new RegExp(`iot\\.amazonaws\\.com.*${at}:rule/to_function`));
    const { rule } = await iot.send(new GetTopicRuleCommand({ ruleName: "to_function" }));
    assert.match(rule?.actions?.[0]?.lambda?.functionArn ?? "", /:function:on-message$/);
    await press("Delete trigger to_function");
    await dialog().getByRole("textbox").fill("delete");
    await pressInDialog("Delete");
    await page.getByText(/was successfully deleted from function/).waitFor();
    await assert.rejects(iot.send(new GetTopicRuleCommand({ ruleName: "to_function" })));
    await view.check("the trigger");
  });
});
