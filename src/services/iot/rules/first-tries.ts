import type { ServiceHost } from "../../service.ts";
import type { Delivery } from "../../targets/durable-delivery.ts";
import { ruleDeliveries } from "./deliveries.ts";
import type { RuleDelivery } from "./rule-delivery.ts";
import type { RuleMetrics } from "./rule-metrics.ts";

/** Actions whose services store what they are told before they answer, and answer soon: they need no row here to be kept by. */
const storedElsewhere: ReadonlySet<string> = new Set(["lambda", "sqs", "sns", "dynamoDB", "dynamoDBv2"]);
/** What is beyond waits in storage, and not in memory. */
const atOnce = 512;

export interface IdentifiedDelivery {
  readonly id: string;
  readonly delivery: Delivery;
}

/** Actions that are carried out before their message is acknowledged. */
export class FirstTries {
  readonly #host: ServiceHost;
  readonly #ruleMetrics: RuleMetrics;
  #underWay = 0;

  constructor(host: ServiceHost, ruleMetrics: RuleMetrics) {
    this.#host = host;
    this.#ruleMetrics = ruleMetrics;
  }

  /** Gives what is to be tried again, and what is to be tried later. */
  async run(all: readonly Delivery[]): Promise<readonly IdentifiedDelivery[]> {
    const left: IdentifiedDelivery[] = [];
    const running = all.map(async (delivery) => {
      const id = this.#host.random.uuid();
      if (!(await this.#isDone(id, delivery))) left.push({ id, delivery });
    });
    await Promise.all(running);
    return left;
  }

  async #isDone(id: string, delivery: Delivery): Promise<boolean> {
    const { action } = delivery.about as RuleDelivery;
    if (!storedElsewhere.has(action.kind) || this.#underWay >= atOnce) return false;
    this.#underWay += 1;
    try {
      const state = { ruleMetrics: this.#ruleMetrics };
      return await ruleDeliveries.tryFirst(id, delivery, { host: this.#host, state });
    } finally {
      this.#underWay -= 1;
    }
  }
}
