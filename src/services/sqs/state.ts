import type { ServiceHost } from "../service.ts";
import { InFlight } from "./messages/in-flight.ts";
import { Throughput } from "./messages/throughput.ts";
import { WaitingReceivers } from "./messages/waiting-receivers.ts";
import { Metering } from "./metering/metering.ts";
import { QueueDirectory } from "./queues/queue-directory.ts";

/** What SQS keeps in memory, from the server's start to its stop. */
export interface SqsState {
  readonly queues: QueueDirectory;
  readonly receivers: WaitingReceivers;
  readonly inFlight: InFlight;
  readonly throughput: Throughput;
  readonly metering: Metering;
}

export function createSqsState(host: ServiceHost): SqsState {
  return {
    queues: new QueueDirectory(host),
    receivers: new WaitingReceivers(host),
    inFlight: new InFlight(host.clock),
    throughput: new Throughput(host.clock),
    metering: new Metering(host),
  };
}

export async function stopSqs({ receivers, metering }: SqsState): Promise<void> {
  receivers.stop();
  await metering.stop();
}

export async function resetSqs({ receivers, inFlight, throughput, metering }: SqsState): Promise<void> {
  receivers.close();
  inFlight.clear();
  throughput.clear();
  await metering.stop();
}
