import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateGroupCommand,
  CreateUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListRolesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Browser, Route } from "playwright-core";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

const ZipFile = zip({ "index.py": { content: "def handler(event, context):\n    return 1\n", mode: 0o100644 } });
const allowAll = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

describe("forms that create", { skip: skipWithoutChromium, timeout: 240_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let s3: S3Client;
  let iam: IAMClient;
  let lambda: LambdaClient;

  before(async () => {
    squall = await startSquall();
    s3 = squall.client(S3Client, { forcePathStyle: true });
    iam = squall.client(IAMClient);
    lambda = squall.client(LambdaClient);
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });
  const press = (name: string) => view.page.getByRole("button", { name, exact: true }).click();
  const isRefused = () => view.page.getByText(/There is already .*Nothing was changed\./).waitFor();

  it("leave a bucket alone that is there", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "taken" }));
    await s3.send(new PutBucketVersioningCommand({ Bucket: "taken", VersioningConfiguration: { Status: "Enabled" } }));
    const access = await s3.send(new GetPublicAccessBlockCommand({ Bucket: "taken" }));
    await view.open("/console/s3/create");
    await view.page.getByLabel("Bucket name").fill("taken");
    await view.page.getByRole("checkbox", { name: /Block all public access/ }).uncheck();
    await press("Create bucket");
    await isRefused();
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: "taken" }));
    assert.equal(Status, "Enabled");
    const now = await s3.send(new GetPublicAccessBlockCommand({ Bucket: "taken" }));
    assert.deepEqual(now.PublicAccessBlockConfiguration, access.PublicAccessBlockConfiguration);
    await view.check("a bucket that is there");
  });

  it("leave an alarm, a layer, a folder and an inline policy alone that are there", async () => {
    const { page } = view;
    const cloudwatch = squall.client(CloudWatchClient);
    await cloudwatch.send(
      new PutMetricDataCommand({ Namespace: "App", MetricData: [{ MetricName: "Errors", Value: 1 }] }),
    );
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: "taken",
        Namespace: "App",
        MetricName: "Errors",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 3,
        Threshold: 42,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
    await view.open("/console/cloudwatch/create-alarm");
    await press("Select metric");
    const dialog = page.getByRole("dialog");
    for (const place of ["App", "Metrics with no dimensions"])
      await dialog.getByRole("button", { name: place, exact: true }).click();
    await dialog.getByRole("radio", { name: /^Select Errors/ }).check();
    await dialog.getByRole("button", { name: "Select metric", exact: true }).click();
    await page.getByLabel("than").fill("1");
    await page.getByLabel("Alarm name").fill("taken");
    await press("Create alarm");
    await isRefused();
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ["taken"] }));
    assert.equal(MetricAlarms?.[0]?.Threshold, 42);

    await lambda.send(new PublishLayerVersionCommand({ LayerName: "taken", Content: { ZipFile } }));
    await view.open("/console/lambda/create/layer");
    await page.getByLabel("Name", { exact: true }).fill("taken");
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "a.zip", mimeType: "application/zip", buffer: ZipFile });
    await press("Create");
    await isRefused();
    const { Layers } = await lambda.send(new ListLayersCommand({}));
    assert.equal(Layers?.[0]?.LatestMatchingVersion?.Version, 1);
    await view.open("/console/lambda/create/layer?layer=taken");
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "a.zip", mimeType: "application/zip", buffer: ZipFile });
    await press("Create");
    await page.getByText("Successfully created layer taken version 2.").waitFor();
    const { LayerVersions } = await lambda.send(new ListLayerVersionsCommand({ LayerName: "taken" }));
    assert.equal(LayerVersions?.length, 2);

    await s3.send(new PutObjectCommand({ Bucket: "taken", Key: "folder/", Body: "", Metadata: { mine: "1" } }));
    await view.open("/console/s3/buckets/taken/create-folder");
    await page.getByLabel("Folder name").fill("folder");
    await press("Create folder");
    await isRefused();
    const head = await s3.send(new HeadObjectCommand({ Bucket: "taken", Key: "folder/" }));
    assert.deepEqual(head.Metadata, { mine: "1" });
    // The browser notes the refusal of the folder.
    assert.match((await view.problems()).join(), /412/);

    const policy = { UserName: "anna", PolicyName: "taken" };
    await iam.send(new CreateUserCommand({ UserName: "anna" }));
    await iam.send(new PutUserPolicyCommand({ ...policy, PolicyDocument: allowAll }));
    await view.open("/console/iam/users/anna");
    await page.getByRole("button", { name: "Add permissions" }).click();
    await page.getByRole("menuitem", { name: "Create inline policy" }).click();
    await page.getByRole("dialog").getByLabel("Policy name").fill("taken");
    await page.getByRole("dialog").getByRole("button", { name: "Create policy" }).click();
    await isRefused();
    const { PolicyDocument = "" } = await iam.send(new GetUserPolicyCommand(policy));
    assert.deepEqual(JSON.parse(decodeURIComponent(PolicyDocument)), JSON.parse(allowAll));
    await view.check("what is there");
  });

  it("leave nothing half-made", async () => {
    const { page } = view;
    const refuse = (route: Route) => route.fulfill({ status: 500, body: "" });
    const failing = async (pattern: RegExp, method: string, work: () => Promise<void>) => {
      const isMeant = (url: URL) => pattern.test(`${url.pathname}${url.search}`);
      await page.route(isMeant, (route) => (route.request().method() === method ? refuse(route) : route.fallback()));
      await work();
      await page.unroute(isMeant);
      await view.problems();
    };
    await failing(/\/half\/?\?versioning/, "PUT", async () => {
      await view.open("/console/s3/create");
      await page.getByLabel("Bucket name").fill("half");
      await page.getByRole("radiogroup", { name: "Bucket Versioning" }).getByRole("radio", { name: "Enable" }).check();
      await press("Create bucket");
      await page.getByText("The bucket could not be created").waitFor();
    });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    assert.equal(
      Buckets.some(({ Name }) => Name === "half"),
      false,
    );

    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "taken",
        Runtime: "python3.11",
        Handler: "index.handler",
        Role: labRole,
        Code: { ZipFile },
      }),
    );
    await view.open("/console/lambda/create/function");
    await page.getByLabel("Function name").fill("taken");
    await press("Create function");
    await page.getByText("The function could not be created").waitFor();
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    assert.deepEqual(
      Roles.filter(({ RoleName }) => RoleName?.startsWith("taken-role")),
      [],
    );
    assert.match((await view.problems()).join(), /409/);

    await iam.send(new CreateGroupCommand({ GroupName: "students" }));
    await view.open("/console/iam/users/create");
    await page.getByLabel("User name").fill("ben");
    await choose(page, "Add user to group", "students");
    await page.keyboard.press("Escape");
    await page.route(`${squall.endpoint}/`, async (route) => {
      const isAdding = route.request().postData()?.includes("Action=AddUserToGroup");
      await (isAdding ? refuse(route) : route.fallback());
    });
    await press("Create user");
    await page.getByText("The user could not be created").waitFor();
    await page.unroute(`${squall.endpoint}/`);
    const { Users = [] } = await iam.send(new ListUsersCommand({}));
    assert.deepEqual(
      Users.map(({ UserName }) => UserName),
      ["anna"],
    );
    await view.problems();
  });

  it("say beside the field what is wrong with it, at once or when they are sent", async () => {
    const { page } = view;
    await view.open("/console/s3/create");
    await press("Create bucket");
    const tooShort = page.getByText("A bucket name has 3 to 63 characters.");
    await tooShort.waitFor();
    assert.equal(await page.evaluate("document.activeElement?.tagName"), "INPUT", "the field has the focus");
    await page.getByLabel("Bucket name").fill("Wrong_Name");
    await page.getByText("Use a-z, 0-9, periods and hyphens; begin and end with a letter or number.").waitFor();
    await page.getByLabel("Bucket name").fill("right-name");
    await tooShort.waitFor({ state: "detached" });

    for (const [path, button, says] of [
      ["/console/lambda/create/function", "Create function", "Enter a function name."],
      ["/console/lambda/create/layer", "Create", "Enter a name for the layer."],
      ["/console/cloudwatch/create-log-group", "Create", "Enter a name for the log group."],
      ["/console/cloudwatch/create-alarm", "Create alarm", "Choose a metric."],
      ["/console/iam/users/create", "Create user", "Enter a user name."],
      ["/console/iam/groups/create", "Create user group", "Enter a group name."],
      ["/console/iam/policies/create", "Create policy", "Enter a name for the policy."],
      ["/console/s3/buckets/taken/create-folder", "Create folder", "Enter a name for the folder."],
      ["/console/s3/buckets/taken/create-notification", "Save changes", /^Choose a function, or enter its ARN/],
      ["/console/lambda/functions/taken/add/trigger", "Add", "Choose a source."],
      ["/console/lambda/functions/taken/add/destination", "Save", /^Choose a topic, or enter its ARN/],
      ["/console/sns/create-topic", "Create topic", /^Enter a name for the topic/],
      ["/console/sns/create-subscription", "Create subscription", /^Choose a topic, or enter its ARN/],
      ["/console/events/create-bus", "Create", /^Enter a name for the event bus/],
      ["/console/events/create-rule", "Create rule", /^Enter a name for the rule/],
      ["/console/events/create-archive", "Create archive", /^Enter a name of up to 48 letters/],
      ["/console/events/create-schedule", "Create schedule", /^Enter a name of up to 64 letters/],
      ["/console/events/create-pipe", "Create pipe", /^Enter a name of up to 64 letters/],
      ["/console/events/create-api-destination", "Create", /^Enter a name of up to 64 letters/],
      ["/console/events/create-connection", "Create", /^Enter a name of up to 64 letters/],
      ["/console/lambda/functions/taken/edit/add-permissions", "Save", "Enter a statement ID."],
    ] as const) {
      await view.open(path);
      const sender = page.getByRole("button", { name: button, exact: true });
      await sender.click();
      await page.getByText(says).first().waitFor();
      assert.equal(await sender.isEnabled(), true, path);
      await view.check(path);
    }
  });
});
