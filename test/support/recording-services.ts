import type { ServiceName } from "../../src/services/models.ts";
import { type AnyService, defineService, type OperationContext } from "../../src/services/service.ts";

/** A call that a recording service had. */
export interface Recorded {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a target is called with is what is tested.
  readonly input: any;
  readonly context: OperationContext;
}

export type RecordedOperations = Readonly<Partial<Record<ServiceName, readonly string[]>>>;

/** Services that note how they are called and answer what the test says, in place of those that are to come. */
export function recordingServices(
  operations: RecordedOperations,
  calls: Recorded[],
  answer: (call: Recorded) => unknown = () => ({}),
): AnyService[] {
  return Object.entries(operations).map(([name, names]) => {
    const run = (operation: string) => async () => async (input: unknown, context: OperationContext) => {
      const call: Recorded = { operation, input, context };
      calls.push(call);
      return (await answer(call)) as never;
    };
    return defineService<Record<string, unknown>>({
      name: name as ServiceName,
      migrations: [],
      access: { prefix: name, resource: () => "*" },
      create: () => undefined,
      operations: Object.fromEntries(names.map((operation) => [operation, run(operation)])),
    });
  });
}
