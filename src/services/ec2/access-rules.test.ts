import { type TestContext, test } from "node:test";
import { refuses } from "../../../test/support/refuses.ts";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { createAccessControl } from "../iam/access/access-control.ts";
import { iam } from "../iam/service.ts";
import type { Principal } from "../principal.ts";
import { ec2 } from "./service.ts";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [ec2, iam], { access: createAccessControl, auth: "enforce" });
  const images = (await call("ec2", "DescribeImages", {})).Images ?? [];
  const image = images.find(({ Architecture }) => Architecture === "x86_64")?.ImageId ?? "";
  const launch = { ImageId: image, MinCount: 1, MaxCount: 1 };
  const start = async (owner: string) => {
    const tags = [{ ResourceType: "instance" as const, Tags: [{ Key: "owner", Value: owner }] }];
    const { Instances } = await call("ec2", "RunInstances", { ...launch, TagSpecifications: tags });
    return Instances?.[0]?.InstanceId ?? "";
  };
  /** A user who has this policy. */
  const user = async (...Statement: unknown[]): Promise<Principal> => {
    const UserName = `user-${Statement.length}`;
    const { User } = await call("iam", "CreateUser", { UserName });
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await call("iam", "PutUserPolicy", { UserName, PolicyName: "own", PolicyDocument });
    return { kind: "user", account: "000000000000", arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  };
  return { call, launch, start, user };
}

const allow = (Action: string, Resource: string | string[] = "*", Condition = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
const deny = (Action: string, Condition: object) => ({ Effect: "Deny", Action, Resource: "*", Condition });
const owned = (owner: string) => ({ StringEquals: { "ec2:ResourceTag/owner": owner } });

test("each of several instances must be allowed by its own tags, whichever comes first", async (context) => {
  const { call, start, user } = await open(context);
  const [own, another, others] = [await start("me"), await start("me"), await start("you")];
  const allowed = await user(allow("ec2:*", "*", owned("me")));
  const denied = await user(allow("ec2:*"), deny("ec2:*", owned("you")));
  for (const caller of [allowed, denied]) {
    for (const InstanceIds of [
      [own, others],
      [others, own],
      [own, own, others],
    ]) {
      for (const operation of ["StopInstances", "StartInstances", "RebootInstances", "TerminateInstances"] as const)
        await refuses(
          call("ec2", operation, { InstanceIds, DryRun: true }, caller),
          "AccessDenied",
          /is not authorized to perform: ec2:/,
        );
      for (const operation of ["CreateTags", "DeleteTags"] as const) {
        const input = { Resources: InstanceIds, Tags: [{ Key: "owner", Value: "me" }], DryRun: true };
        await refuses(call("ec2", operation, input, caller), "AccessDenied", /is not authorized to perform: ec2:/);
      }
    }
    const input = { InstanceIds: [own, another], DryRun: true };
    await refuses(call("ec2", "TerminateInstances", input, caller), "DryRunOperation", /would have succeeded/);
  }
});

test("who may tag what it launches may not tag what is there", async (context) => {
  const { call, launch, start, user } = await open(context);
  const id = await start("you");
  const atLaunch = { StringEquals: { "ec2:CreateAction": "RunInstances" } };
  const caller = await user(allow("ec2:RunInstances"), allow("ec2:CreateTags", "*", atLaunch));
  const Tags = [{ Key: "owner", Value: "me" }];
  const TagSpecifications = [{ ResourceType: "instance" as const, Tags }];
  await refuses(
    call("ec2", "RunInstances", { ...launch, TagSpecifications, DryRun: true }, caller),
    "DryRunOperation",
    /would have succeeded/,
  );
  await refuses(
    call("ec2", "CreateTags", { Resources: [id], Tags, DryRun: true }, caller),
    "AccessDenied",
    /is not authorized to perform: ec2:/,
  );
});

test("a launch needs all that it uses, and has the type that it does not name", async (context) => {
  const { call, launch, user } = await open(context);
  const instances = await user(allow("ec2:RunInstances", ["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*::image/*"]));
  await refuses(
    call("ec2", "RunInstances", { ...launch, DryRun: true }, instances),
    "AccessDenied",
    /is not authorized to perform: ec2:/,
  );
  const small = { StringEquals: { "ec2:InstanceType": "m1.small" } };
  const caller = await user(allow("ec2:RunInstances"), deny("ec2:RunInstances", small));
  await refuses(
    call("ec2", "RunInstances", { ...launch, DryRun: true }, caller),
    "AccessDenied",
    /is not authorized to perform: ec2:/,
  );
  const InstanceType = "t3.micro";
  await refuses(
    call("ec2", "RunInstances", { ...launch, InstanceType, DryRun: true }, caller),
    "DryRunOperation",
    /would have succeeded/,
  );
});
