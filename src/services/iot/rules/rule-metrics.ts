import type { Place, ServiceHost } from "../../service.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { iotPrincipal } from "./topic-rule.ts";

/** Source: "AWS IoT metrics and dimensions", rule metrics. */
export type RuleCounter =
  | "TopicMatch"
  | "ParseError"
  | "RuleNotFound"
  | "RuleMessageThrottled"
  | "RuleExecutionThrottled";

/** And rule action metrics. */
export type ActionCounter = "Success" | "Failure" | "ErrorActionFailure" | "ErrorActionSuccess";

const meteredBytes = 5 * 1024;

/** What rules do: metrics in CloudWatch, and rules and actions on the bill. */
export class RuleMetrics {
  readonly #host: ServiceHost;
  readonly #metrics: MetricMinutes;
  readonly #usage: UsageMeter;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/IoT", service: iotPrincipal });
    this.#usage = new UsageMeter(host);
  }

  count(at: Place, rule: string, counter: RuleCounter): void {
    this.#metrics.count(at, { RuleName: rule }, counter);
  }

  countAction(at: Place, rule: string, action: string, counter: ActionCounter): void {
    this.#metrics.count(at, { RuleName: rule, ActionType: actionType(action) }, counter);
  }

  /** AWS charges for each rule that is triggered and each action, by 5 KB of the message. */
  charge({ account, region }: Place, what: "RulesTriggered" | "ActionsExecuted", bytes: number, arn: string): void {
    this.#usage.add(account, {
      service: "AWS IoT",
      usageType: `${what}`,
      operation: what,
      region,
      resource: arn,
      tags: {},
      atMs: this.#host.clock.nowMs(),
      quantity: Math.max(1, Math.ceil(bytes / meteredBytes)),
    });
  }

  async stop(): Promise<void> {
    await this.#metrics.stop();
    await this.#usage.stop();
  }
}

/** AWS's word for it in dimensions and errors: `DynamoDBv2` of `dynamoDBv2`. */
export function actionType(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}
