import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { CompleteSnapshotCommand, EBSClient, PutSnapshotBlockCommand, StartSnapshotCommand } from "@aws-sdk/client-ebs";
import {
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLockedSnapshotsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { Browser } from "playwright-core";
import { eventually } from "../support/eventually.ts";
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

  it("creates a volume and a launch template by their forms", async () => {
    const { page } = view;
    await view.open("/console/ec2/create-volume");
    await view.check("create volume");
    await page.getByRole("textbox", { name: "Name" }).fill("data");
    await page.getByRole("button", { name: "Create volume" }).click();
    await page.getByText("Successfully created volume").waitFor();
    const { Volumes = [] } = await ec2.send(
      new DescribeVolumesCommand({ Filters: [{ Name: "tag:Name", Values: ["data"] }] }),
    );
    assert.deepEqual([Volumes[0]?.Size, Volumes[0]?.VolumeType], [8, "gp3"]);
    await view.open("/console/ec2/create-launch-template");
    await page.getByRole("textbox", { name: "Launch template name" }).fill("web-servers");
    await page.getByRole("textbox", { name: "User data" }).fill("#!/bin/sh");
    await view.check("create launch template");
    await page.getByRole("button", { name: "Create launch template" }).click();
    await page.getByText("Launch template web-servers was created successfully.").waitFor();
    const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand({}));
    assert.equal(LaunchTemplates[0]?.LaunchTemplateName, "web-servers");
  });

  it("shows a snapshot's blocks and what has changed, locks it, and recovers one from the recycle bin", async () => {
    const { page } = view;
    const ebs = squall.client(EBSClient);
    const put = async (parent: string | undefined, indexes: readonly number[]) => {
      const { SnapshotId = "" } = await ebs.send(
        new StartSnapshotCommand({ VolumeSize: 1, ParentSnapshotId: parent, Description: "walk" }),
      );
      for (const BlockIndex of indexes) {
        const BlockData = new Uint8Array(524_288).fill(BlockIndex + 1);
        const Checksum = createHash("sha256").update(BlockData).digest("base64");
        const block = { SnapshotId, BlockIndex, BlockData, Checksum, ChecksumAlgorithm: "SHA256" as const };
        await ebs.send(new PutSnapshotBlockCommand({ ...block, DataLength: 524_288 }));
      }
      await ebs.send(new CompleteSnapshotCommand({ SnapshotId, ChangedBlocksCount: indexes.length }));
      await eventually(async () => {
        const { Snapshots } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }));
        return Snapshots?.[0]?.State === "completed" || undefined;
      }, "the snapshot to be completed");
      return SnapshotId;
    };
    const first = await put(undefined, [0, 7]);
    const second = await put(first, [9]);
    await view.open(`/console/ec2/snapshots/${second}`);
    await page.getByRole("cell", { name: "3.5 MiB" }).waitFor();
    await page.getByRole("button", { name: "Blocks to show" }).click();
    await page.getByRole("option", { name: `Changed since ${first}` }).click();
    await page.getByRole("cell", { name: "Added" }).waitFor();
    assert.equal(await page.getByRole("cell", { name: "3.5 MiB" }).count(), 0);
    await view.check("a snapshot's blocks");
    await page.getByRole("tab", { name: "Snapshot lock" }).click();
    await page.getByRole("button", { name: "Manage snapshot lock" }).click();
    await page.getByRole("button", { name: "Save lock settings" }).click();
    await page.getByText("governance", { exact: true }).first().waitFor();
    const { Snapshots: locked } = await ec2.send(new DescribeLockedSnapshotsCommand({}));
    assert.equal(locked?.[0]?.SnapshotId, second);
    for (const tab of ["Permissions", "Storage tier", "Tags"]) {
      await page.getByRole("tab", { name: tab }).click();
      await view.check(tab);
    }
    await view.open("/console/ec2/create-retention-rule");
    await view.check("create retention rule");
    await page.getByRole("button", { name: "Create retention rule" }).click();
    await page.getByText("was created successfully").waitFor();
    await view.check("retention rules");
    await page.getByText("7 days").first().waitFor();
    await view.open(`/console/ec2/snapshots/${first}`);
    // A rule keeps what is deleted from a moment after it was made on.
    await page.getByRole("button", { name: "Delete snapshot" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(`Snapshot ${first} deleted.`).waitFor();
    await view.open("/console/ec2/recycle-bin");
    await page.getByRole("row").filter({ hasText: first }).getByRole("checkbox").check();
    await view.check("recycle bin");
    await page.getByRole("button", { name: "Recover" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Recover" }).click();
    await page.getByText(`${first} is recovered.`).waitFor();
    assert.equal((await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [first] }))).Snapshots?.length, 1);
  });

  it("creates a lifecycle policy, changes and disables it, and deletes it", async () => {
    const { page } = view;
    await view.open("/console/ec2/lifecycle-policies");
    await page.getByRole("link", { name: "Create lifecycle policy" }).first().click();
    await page.getByRole("textbox", { name: "Policy description" }).fill("nightly");
    await page.getByRole("combobox", { name: "IAM role" }).fill("arn:aws:iam::000000000000:role/dlm");
    await view.check("create lifecycle policy");
    await page.getByRole("button", { name: "Create policy" }).click();
    await page.getByText("was created successfully").waitFor();
    await page.getByText("every 24 hours, from 09:00 UTC").waitFor();
    await view.check("lifecycle policy");
    await page.getByRole("link", { name: "Modify" }).click();
    await page.getByRole("spinbutton", { name: "Keep" }).fill("3");
    await page.getByRole("button", { name: "Modify policy" }).click();
    await page.getByText("the last 3 of each volume").waitFor();
    await page.getByRole("button", { name: "Disable" }).click();
    await page.getByText("DISABLED", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("No lifecycle policies.").waitFor();
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
