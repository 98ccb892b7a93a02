import type { RestHabits } from "../../src/platform/rest-habits.ts";
import { wireHabits } from "../../src/services/s3/wire/wire-habits.ts";
import { openWire, type Wire } from "../../src/wire/wire.ts";

/** The wire with what services say of theirs, as the server opens it. */
export function openServicesWire(): Wire {
  return openWire(restHabitsOf);
}

export function restHabitsOf(service: string): RestHabits | undefined {
  return service === "s3" ? wireHabits.rest : undefined;
}
