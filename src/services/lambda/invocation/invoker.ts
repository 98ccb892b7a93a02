import { AwsError } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import { functionFailedToBecomeActive } from "../errors.ts";
import type { Activation } from "../functions/activation.ts";
import { type FunctionRecord, functionArn } from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import type { InvocationOutcome, InvocationRequest } from "./environment.ts";
import type { Attempt } from "./event-queue.ts";
import type { StoredEvent } from "./event-store.ts";
import type { Fleet } from "./fleet.ts";
import type { Fleets } from "./fleets.ts";

/** Brings an event to a function's fleet, within the account's concurrency. */
export class Invoker {
  readonly #host: ServiceHost;
  readonly #functions: FunctionDirectory;
  readonly #fleets: Fleets;
  readonly #activation: Activation;

  constructor(parts: { host: ServiceHost; functions: FunctionDirectory; fleets: Fleets; activation: Activation }) {
    this.#host = parts.host;
    this.#functions = parts.functions;
    this.#fleets = parts.fleets;
    this.#activation = parts.activation;
  }

  /** Throws TooManyRequestsException at the concurrency limit, ServiceException if the runtime can't be had. */
  async invoke(record: FunctionRecord, request: InvocationRequest): Promise<InvocationOutcome> {
    const fleet = this.#fleets.serving(functionArn(record)) ?? (await this.#deployed(record));
    const concurrency = this.#fleets.concurrency(record);
    concurrency.enter();
    try {
      return await fleet.invoke(request);
    } finally {
      concurrency.leave();
    }
  }

  /** One attempt at an asynchronous event. Never rejects. */
  async runEvent(event: StoredEvent, reference: FunctionReference): Promise<Attempt> {
    try {
      const record = await this.#functions.require(reference);
      const outcome = await this.invoke(record, {
        requestId: event.requestId,
        event: event.payload,
        clientContext: event.clientContext,
        traceId: event.traceId,
        tailLog: false,
      });
      // The event is given up or done only once its log is stored: a crash in between repeats it rather than lose its lines.
      await outcome.logged();
      return outcome.failed ? "failed" : "succeeded";
    } catch (error) {
      const text = error instanceof AwsError ? error.message : String(error);
      this.#host.log.warn("an asynchronous event is deferred", { function: reference.name, error: text });
      return "deferred";
    }
  }

  /**
   * AWS refuses an invocation while a function is Pending; here that lasts a moment, so the caller waits it out. A function
   * that failed to become active is refused with AWS's error.
   */
  async #deployed(record: FunctionRecord): Promise<Fleet> {
    const arn = functionArn(record);
    await this.#activation.settled(arn);
    const settled = await this.#functions.require({ ...record, qualifier: undefined });
    if (settled.state.name === "Failed") throw functionFailedToBecomeActive("Failed", settled.state.reason);
    return this.#fleets.serving(arn) ?? this.#fleets.deploy(settled);
  }
}
