import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { GetPolicyVersionCommand, IAMClient, ListPolicyVersionsCommand } from "@aws-sdk/client-iam";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { berta, fillIam, readersArn } from "./fill-iam.ts";

describe("IAM in the console", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let iam: IAMClient;

  before(async () => {
    squall = await startSquall();
    iam = squall.client(IAMClient);
    await fillIam(squall);
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    await view.open("/console/iam/dashboard");
  });
  after(async () => {
    iam?.destroy();
    await browser?.close();
    await squall?.close();
  });
  const click = (name: string) => view.page.getByRole("button", { name, exact: true }).first().click();
  const dialog = () => view.page.getByRole("dialog");
  const said = (text: string | RegExp) => view.page.getByText(text).first().waitFor();
  const cell = (name: string | RegExp) => view.page.getByRole("gridcell", { name }).first().waitFor();

  it("writes a policy by fields, and the same as JSON", async () => {
    const { page } = view;
    await view.go("/console/iam/policies/create");
    await click("Visual");
    await click("Remove s3:GetObject");
    await page.getByRole("textbox", { name: "ARNs of statement 1" }).fill("pictures");
    await click("Create policy");
    await said("Choose one action at least.");
    await said("pictures is no ARN: arn:aws:s3:::bucket/*.");
    await said("Enter a name for the policy.");
    await page.getByRole("textbox", { name: "An action, or a pattern of actions" }).fill("s3:Get*");
    await click("Add");
    await page.getByRole("textbox", { name: "ARNs of statement 1" }).fill("arn:aws:s3:::pictures/*");
    await said("May use S3 Get* on objects pictures/*.");
    await click("Add statement");
    await page.getByRole("heading", { name: "Statement 2" }).waitFor();
    await page.getByRole("button", { name: "Add all of the level List" }).last().click();
    await click("JSON");
    await page.getByRole("textbox", { name: "Policy document" }).getByText('"s3:Get*"').waitFor();
    await page.getByLabel("Policy name").fill("by-fields");
    await click("Create policy");
    await said("Policy by-fields created.");
    const PolicyArn = "arn:aws:iam::000000000000:policy/by-fields";
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    const { Statement } = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? "")) as {
      Statement: { Sid?: string; Action: string[]; Resource: string[] }[];
    };
    assert.deepEqual(Statement[0], {
      Sid: "Statement1",
      Effect: "Allow",
      Action: ["s3:Get*"],
      Resource: ["arn:aws:s3:::pictures/*"],
    });
    assert.ok(Statement[1]?.Action.includes("s3:ListBucket"));
    await view.check("visual editor");
  });

  it("simulates what one may do and who may do it, and says which statement decides", async () => {
    const { page } = view;
    await view.go("/console/iam/simulate");
    await click("Simulate");
    await said("Choose who it is.");
    await said("Choose one action at least.");
    await view.go(`/console/iam/simulate?principal=${encodeURIComponent(berta)}&may=s3:GetObject&may=s3:PutObject`);
    await page.reload();
    await page.getByRole("textbox", { name: "An action" }).fill("s3:DeleteObject");
    await click("Add");
    await click("Simulate");
    await said("1 of 3 are allowed.");
    await cell(/reads: Reads: May use S3 Get\* on everything/);
    await cell(/keeps: Keeps: Must not use S3 DeleteObject on everything/);
    await cell(/No statement allows it/);
    await click("Who may do it");
    await click("Simulate");
    await cell("berta");
    await cell("pets");
    await view.check("simulator");
  });

  it("shows what was used, keeps versions of a policy, and makes a service's own role", async () => {
    const { page } = view;
    await view.go("/console/iam/users/berta?tab=accessed");
    await cell("Amazon S3");
    await view.go("/console/iam/users/berta?tab=credentials");
    await cell("Never used");
    await view.go(`/console/iam/policies/${encodeURIComponent(readersArn)}?tab=versions`);
    await page.getByRole("checkbox", { name: "Select v1" }).check();
    await click("Set as default");
    await said("Version v1 is the default now.");
    await page.getByRole("checkbox", { name: "Select v1" }).uncheck();
    await page.getByRole("checkbox", { name: "Select v2" }).check();
    // The page's own button is before the table's.
    await page.getByRole("button", { name: "Delete", exact: true }).last().click();
    await dialog().getByRole("button", { name: "Delete" }).click();
    await said("Successfully deleted version v2.");
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: readersArn }));
    assert.deepEqual(
      Versions.map(({ VersionId }) => VersionId),
      ["v1"],
    );
    await view.go("/console/iam/create-service-linked-role");
    await page.getByLabel("AWS service name").fill("autoscaling");
    await click("Create service-linked role");
    await said("A service's name ends with .amazonaws.com.");
    await page.getByLabel("AWS service name").fill("elasticloadbalancing.amazonaws.com");
    await click("Create service-linked role");
    await said("Role AWSServiceRoleForElasticLoadBalancing created.");
    await click("Delete");
    await dialog().getByRole("textbox").fill("AWSServiceRoleForElasticLoadBalancing");
    await dialog().getByRole("button", { name: "Delete" }).click();
    await said("Successfully deleted role AWSServiceRoleForElasticLoadBalancing.");
    await view.check("versions");
  });

  it("divides the bill by service, usage type and resource", async () => {
    const { page } = view;
    await view.go("/console/billing/bill?by=usage-type");
    await said("Cost summary");
    await page.getByRole("heading", { name: /Costs by usage type/ }).waitFor();
    await view.check("bill");
  });
});
