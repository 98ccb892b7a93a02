import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import {
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";

describe("EC2 in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let ec2: EC2Client;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    ec2 = squall.client(EC2Client);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("creates a key pair and downloads its private key, once", async () => {
    const { page } = view;
    await view.open("/console/ec2/key-pairs");
    await page.getByRole("link", { name: "Create key pair" }).first().click();
    await page.getByRole("textbox", { name: "Name" }).fill("mine");
    const downloaded = page.waitForEvent("download");
    await page.getByRole("button", { name: "Create key pair" }).click();
    const file = await (await downloaded).path();
    assert.match(await readFile(file, "utf8"), /^-----BEGIN RSA PRIVATE KEY-----/);
    await page.getByText("Successfully created key pair mine.").waitFor();
    const { KeyPairs } = await ec2.send(new DescribeKeyPairsCommand({}));
    assert.equal(KeyPairs?.[0]?.KeyName, "mine");
    await view.check("key pairs");
  });

  it("creates a security group and adds a rule to it", async () => {
    const { page } = view;
    await view.open("/console/ec2/create-security-group");
    await page.getByRole("textbox", { name: "Security group name" }).fill("web");
    await page.getByRole("textbox", { name: "Description" }).fill("for the web");
    await page.getByRole("button", { name: "Create security group" }).click();
    await page.getByText("Security group web was created successfully.").waitFor();
    await page.getByRole("button", { name: "Add rule" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Add rule" }).click();
    await page.getByText("TCP", { exact: true }).waitFor();
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ["web"] }));
    assert.equal(SecurityGroups?.[0]?.IpPermissions?.[0]?.FromPort, 22);
    await view.check("security group");
  });

  it("launches an instance, shows its states as they change, and stops it", async () => {
    const { page } = view;
    await view.open("/console/ec2/launch-instances");
    await page.getByRole("textbox", { name: "Name" }).fill("my server");
    await page.getByRole("button", { name: "Launch instance" }).click();
    await page.getByText("Successfully initiated launch of").waitFor();
    await page.getByText("my server", { exact: true }).first().waitFor();
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    const id = Reservations?.[0]?.Instances?.[0]?.InstanceId ?? "";
    await view.check("instances");
    await page.getByRole("link", { name: id }).click();
    await page.getByText("Running", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByText("Stopping", { exact: true }).first().waitFor();
    await view.check("instance");
  });

  it("lists images, volumes, snapshots and launch templates", async () => {
    const { page } = view;
    for (const [path, heading] of [
      ["images", "Amazon Machine Images (AMIs)"],
      ["volumes", "Volumes"],
      ["snapshots", "Snapshots"],
      ["launch-templates", "Launch templates"],
    ] as const) {
      await view.open(`/console/ec2/${path}`);
      await page.getByRole("heading", { name: heading }).first().waitFor();
      await view.check(path);
    }
  });
});
