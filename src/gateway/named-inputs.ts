import type { NamedInputs } from "../services/named-calls.ts";
import type { Wire } from "../wire/wire.ts";

/** What users write where a service calls any API for them, by the wire's models. */
export function namedInputs(wire: Wire): NamedInputs {
  return {
    services: wire.services.map(({ name }) => name),
    operations: async (service) => (await wire.codec(service)).operationNames(),
    read: async (service, operation, json) => {
      const input = (await wire.codec(service)).readJson(operation, json);
      if (!input) throw new Error(`${service} has no operation ${operation}`);
      return input;
    },
  };
}
