import type { ServiceHost } from "../service.ts";
import { BusDirectory } from "./buses/bus-directory.ts";
import { ApiDestinationCallers } from "./connections/api-destination-callers.ts";
import { Metering } from "./metering/metering.ts";

/** What EventBridge keeps in memory, from the server's start to its stop. */
export interface EventsState {
  readonly buses: BusDirectory;
  readonly metering: Metering;
  readonly callers: ApiDestinationCallers;
}

export function createEventsState(host: ServiceHost): EventsState {
  return { buses: new BusDirectory(host), metering: new Metering(host), callers: new ApiDestinationCallers() };
}

export async function stopEvents({ metering, callers }: EventsState): Promise<void> {
  callers.clear();
  await metering.stop();
}
