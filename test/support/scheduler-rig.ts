import type { TestContext } from "node:test";
import { createAccessControl } from "../../src/services/iam/access/access-control.ts";
import { iam } from "../../src/services/iam/service.ts";
import { scheduler } from "../../src/services/scheduler/service.ts";
import type { AnyService } from "../../src/services/service.ts";
import { sqs } from "../../src/services/sqs/service.ts";
import { sts } from "../../src/services/sts/service.ts";
import { openServiceTest, type ServiceTest } from "./service-test.ts";

export interface SchedulerRig extends ServiceTest {
  /** A role that Scheduler may assume, and that may do anything. */
  readonly roleArn: string;
  /** Makes a standard queue. */
  queue(name: string): Promise<{ readonly url: string; readonly arn: string }>;
  /** What is in a queue, in the order in which it was sent; it is taken out. */
  received(url: string): Promise<{ body: string; attributes: Record<string, string> }[]>;
  /** Moves the clock; fulfilled when what is due has been done. */
  advance(ms: number): Promise<void>;
  settled(): Promise<void>;
}

/** Scheduler with queues as its targets, and roles. */
export async function openSchedulerRig(
  context: TestContext,
  more: readonly AnyService[] = [],
  { auth = "open" as "open" | "enforce" } = {},
): Promise<SchedulerRig> {
  const test = await openServiceTest(context, [scheduler, sqs, iam, sts, ...more], {
    access: createAccessControl,
    auth,
  });
  const { call, clock, table } = test;
  const { timers, outbox } = table.host.storage;
  const settled = async () => {
    for (let turn = 0; turn < 4; turn++) {
      await timers.idle();
      await outbox.idle();
    }
  };
  const { Role } = await call("iam", "CreateRole", {
    RoleName: "scheduler",
    AssumeRolePolicyDocument: trusting("scheduler.amazonaws.com"),
  });
  await call("iam", "PutRolePolicy", { RoleName: "scheduler", PolicyName: "all", PolicyDocument: allowing("*") });
  return {
    ...test,
    roleArn: Role?.Arn ?? "",
    queue: async (name) => {
      const { QueueUrl: url = "" } = await call("sqs", "CreateQueue", { QueueName: name });
      return { url, arn: `arn:aws:sqs:us-east-1:000000000000:${name}` };
    },
    received: async (QueueUrl) => {
      const all: { body: string; attributes: Record<string, string> }[] = [];
      for (;;) {
        const { Messages = [] } = await call("sqs", "ReceiveMessage", {
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
        });
        if (Messages.length === 0) return all;
        for (const { Body = "", MessageAttributes = {}, ReceiptHandle = "" } of Messages) {
          const attributes: Record<string, string> = {};
          for (const [name, { StringValue }] of Object.entries(MessageAttributes)) attributes[name] = StringValue ?? "";
          all.push({ body: Body, attributes });
          await call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle });
        }
      }
    },
    advance: async (ms) => {
      clock.advance(ms);
      await settled();
    },
    settled,
  };
}

export function trusting(service: string, condition?: object): string {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: condition,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

export function allowing(action: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
}
