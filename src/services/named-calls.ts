import type { CallOptions, NamedCalls } from "./service-host.ts";

/** What the wire knows of AWS's APIs, built or not. */
export interface NamedInputs {
  /** The names of the models. */
  readonly services: readonly string[];
  readonly operations: (service: string) => Promise<readonly string[]>;
  /** The typed, checked input. Throws AwsError. */
  readonly read: (service: string, operation: string, json: unknown) => Promise<Record<string, unknown>>;
}

export const noInputs: NamedInputs = {
  services: [],
  operations: async () => [],
  read: (service) => Promise.reject(new Error(`the inputs of ${service} are not known`)),
};

export type UntypedCall = (
  service: string,
  operation: string,
  input: Record<string, unknown>,
  as: CallOptions,
) => Promise<unknown>;

export function createNamedCalls(
  { services, operations, read }: NamedInputs,
  table: { readonly isBuilt: (service: string, operation: string) => boolean; readonly call: UntypedCall },
): NamedCalls {
  const byIdentifier = new Map(services.map((name) => [name.replaceAll("-", ""), name]));
  return {
    find: async (identifier, action) => {
      const service = byIdentifier.get(identifier);
      if (service === undefined) return "no service";
      const name = action.slice(0, 1).toUpperCase() + action.slice(1);
      if (!(await operations(service)).includes(name)) return "no operation";
      return { service, name, isBuilt: table.isBuilt(service, name) };
    },
    call: async ({ service, name }, json, as) => table.call(service, name, await read(service, name, json), as),
  };
}
