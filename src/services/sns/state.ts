import type { ServiceHost } from "../service.ts";
import { QueueBatches } from "../targets/queue-batches.ts";
import { HttpClient } from "./deliveries/http-client.ts";
import { Throttles } from "./deliveries/throttles.ts";
import { Metering } from "./metering/metering.ts";
import { Signer } from "./signing/signer.ts";
import { SubscriptionDirectory } from "./subscriptions/subscription-directory.ts";
import { TopicDirectory } from "./topics/topic-directory.ts";

/** What SNS keeps in memory, from the server's start to its stop. */
export interface SnsState {
  readonly topics: TopicDirectory;
  readonly subscriptions: SubscriptionDirectory;
  readonly signer: Signer;
  readonly queues: QueueBatches;
  readonly http: HttpClient;
  readonly throttles: Throttles;
  readonly metering: Metering;
}

export function createSnsState(host: ServiceHost): SnsState {
  return {
    topics: new TopicDirectory(host),
    subscriptions: new SubscriptionDirectory(host),
    signer: new Signer(host),
    queues: new QueueBatches(host),
    http: new HttpClient(host),
    throttles: new Throttles(host.clock),
    metering: new Metering(host),
  };
}

export async function stopSns({ http, metering }: SnsState): Promise<void> {
  http.stop();
  await metering.stop();
}

export async function resetSns({ signer, metering }: SnsState): Promise<void> {
  signer.forget();
  await metering.stop();
}
