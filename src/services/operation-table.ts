import { AwsError } from "../platform/aws-error.ts";
import { giveBack, type Space } from "../storage/disk-space.ts";
import { StorageFullError } from "../storage/storage-full-error.ts";
import { type AccessCheck, actionOf, createAccessChecks } from "./access-check.ts";
import { Flows } from "./flows/flows.ts";
import type { ServiceName } from "./models.ts";
import { createNamedCalls, type NamedInputs, noInputs, type UntypedCall } from "./named-calls.ts";
import type { AnyService, CallOptions, OperationContext, RequestFacts, ServiceCall, ServiceHost } from "./service.ts";
import { createRoleSessions } from "./targets/role-sessions.ts";
import { whenCalled } from "./when-called.ts";

/**
 * Every operation of every service, with the services' states: what the gateway calls for a request from outside and what a
 * service calls for another service's operation. Both go through the same access check.
 */
export interface OperationTable {
  readonly host: ServiceHost;
  readonly services: ReadonlyMap<ServiceName, RunningService>;
  /** Before an operation is run. */
  readonly access: AccessCheck;
  /** Asked by an operation that runs. */
  readonly accessWithin: AccessCheck;
  /** Is told of each call that carries a trace's header. */
  readonly noteFlow: NoteFlow;
  /** Undefined for a service or operation that isn't built. */
  find(service: ServiceName, operation: string): TableOperation | undefined;
  readonly call: ServiceCall;
}

export interface RunningService {
  readonly definition: AnyService;
  readonly state: unknown;
}

export interface TableOperation {
  readonly service: RunningService;
  readonly name: string;
  /** Input is the decoded, validated one; the output goes to the encoder. Throws AwsError. */
  readonly run: (
    input: Readonly<Record<string, unknown>>,
    context: OperationContext,
  ) => Promise<Record<string, unknown>>;
}

/** Of a call that has ended, with the header that it carried. */
export type NoteFlow = (
  traceId: string,
  operation: TableOperation,
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
  tookMs: number,
  error: string | undefined,
) => void;

/** `host` lacks `call`, `named`, `sessions`, `foresee` and `flows`, which are this table's own. `inputs` reads what users write; without it no operation is found by name. */
export function createOperationTable(
  definitions: readonly AnyService[],
  host: Omit<ServiceHost, "call" | "named" | "sessions" | "foresee" | "flows">,
  space: Space = { isFull: false },
  inputs: NamedInputs = noInputs,
): OperationTable {
  const services = new Map<ServiceName, RunningService>();
  const operations = new Map<string, TableOperation>();
  const call = callThroughTable(
    (service, operation) => operations.get(`${service}.${operation}`),
    () => table,
  );
  const named = createNamedCalls(inputs, {
    isBuilt: (service, operation) => operations.has(`${service}.${operation}`),
    call: call as UntypedCall,
  });
  const foresee = (arn: string) => {
    const service = services.get(arn.split(":", 3)[2] as ServiceName);
    service?.definition.foreseen?.(arn, service.state);
  };
  const flows = new Flows(host);
  const complete: ServiceHost = {
    ...host,
    call,
    named,
    sessions: createRoleSessions({ ...host, call }),
    foresee,
    flows,
  };
  const noteFlow: NoteFlow = (traceId, { service, name }, input, context, tookMs, error) => {
    const { access } = service.definition;
    const action = actionOf(access, name, input);
    flows.called({
      traceId,
      context,
      action,
      resource: () => access.resource(name, input, context),
      input,
      tookMs,
      error,
    });
  };
  const { before, within } = createAccessChecks(complete);
  const table: OperationTable = {
    host: complete,
    services,
    access: before,
    accessWithin: within,
    noteFlow,
    find: (service, operation) => operations.get(`${service}.${operation}`),
    call,
  };
  for (const definition of definitions) {
    const service: RunningService = { definition, state: definition.create(complete) };
    services.set(definition.name, service);
    const needsNone = (definition.needsNoSpace ?? {}) as Readonly<Record<string, NeedsNone>>;
    for (const [name, load] of Object.entries(definition.operations)) {
      const run = whereRoom(space, needsNone[name], whenCalled(load as () => Promise<Run>));
      operations.set(`${definition.name}.${name}`, { service, name, run });
    }
  }
  return table;
}

/** What a context is made of beside the table's own: who calls, from where. */
export interface ContextSource extends CallOptions {
  readonly requestId: string;
  readonly request: RequestFacts;
  readonly signal: AbortSignal;
}

type Run = TableOperation["run"];
type NeedsNone =
  | undefined
  | "reads"
  | "givesBack"
  | ((input: Readonly<Record<string, unknown>>) => boolean | "givesBack");

/** The operation, refused while there is no room for what it would store. One that gives room back may use what is held back for it. */
function whereRoom(space: Space, needsNone: NeedsNone, run: Run): Run {
  if (needsNone === "reads") return run;
  return (input, context) => {
    if (!space.isFull) return run(input, context);
    const needs = typeof needsNone === "function" ? needsNone(input) : needsNone;
    if (needs === "givesBack") return giveBack(() => run(input, context));
    if (!needs) throw new StorageFullError();
    return run(input, context);
  };
}

/** A plain object with shared functions: made once a request, so it must stay cheap. */
export function createContext(table: OperationTable, service: RunningService, source: ContextSource): OperationContext {
  const context: OperationContext = {
    requestId: source.requestId,
    account: source.account,
    region: source.region,
    principal: source.principal,
    state: service.state,
    host: table.host,
    request: source.request,
    responseHeaders: {},
    responseStatus: undefined,
    signal: source.signal,
    sourceArn: source.sourceArn,
    sourceAccount: source.sourceAccount,
    deduplicationId: source.deduplicationId,
    admission: source.admission,
    authorize: (operation, input) => table.accessWithin({ service, name: operation }, input, context),
    refusalOf: async (operation, input) => {
      if (table.host.config.auth === "open") return undefined;
      try {
        await context.authorize(operation, input);
        return undefined;
      } catch (error) {
        if (error instanceof AwsError && error.code === "AccessDenied") return error;
        throw error;
      }
    },
    call: (to, operation, input, as) =>
      table.call(to, operation, input, {
        account: as?.account ?? context.account,
        region: as?.region ?? context.region,
        principal: as?.principal ?? context.principal,
        sourceArn: as?.sourceArn,
        sourceAccount: as?.sourceAccount,
        deduplicationId: as?.deduplicationId,
        traceId: as?.traceId,
        signal: as?.signal,
        admission: as?.admission,
      }),
  };
  return context;
}

const noRequest: RequestFacts = { headers: {}, sourceIp: "127.0.0.1", endpoint: "", trailers: () => ({}) };
const neverAborted = new AbortController().signal;

function callThroughTable(
  find: (service: ServiceName, operation: string) => TableOperation | undefined,
  tableOf: () => OperationTable,
): ServiceCall {
  return async (service, operation, input, as) => {
    const found = find(service, operation);
    if (!found) throw notBuilt(service, operation);
    const table = tableOf();
    const headers = as.traceId === undefined ? noRequest.headers : { "x-amzn-trace-id": as.traceId };
    const request = { ...noRequest, headers, endpoint: table.host.config.endpoint() };
    const context = createContext(table, found.service, {
      ...as,
      requestId: table.host.random.uuid(),
      request,
      signal: as.signal ?? neverAborted,
    });
    const plain = input as unknown as Readonly<Record<string, unknown>>;
    if (as.traceId !== undefined) return (await runTraced(table, found, plain, context, as.traceId)) as never;
    await table.access(found, plain, context);
    // The compiler has checked both ends against the same SDK types; the table between them is untyped.
    return (await found.run(plain, context)) as never;
  };
}

async function runTraced(
  table: OperationTable,
  operation: TableOperation,
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
  traceId: string,
): Promise<Record<string, unknown>> {
  const { clock } = table.host;
  const startedMs = clock.monotonicMs();
  let error: string | undefined;
  try {
    await table.access(operation, input, context);
    return await operation.run(input, context);
  } catch (thrown) {
    error = thrown instanceof AwsError ? thrown.code : "InternalError";
    throw thrown;
  } finally {
    table.noteFlow(traceId, operation, input, context, clock.monotonicMs() - startedMs, error);
  }
}

/** AWS's answer to an operation it does not know, saying whose fault it is. */
export function notBuilt(service: string, operation: string): AwsError {
  return new AwsError("InternalFailure", `Squall does not implement ${service} ${operation} yet.`, { status: 501 });
}
