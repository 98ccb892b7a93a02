import type { ServiceHost } from "../../../service.ts";
import {
  type FunctionRecord,
  functionArn,
  latestVersion,
  qualifiedArn,
  qualifiedKey,
  versionKey,
} from "../../functions/function.ts";
import type { FunctionDirectory } from "../../functions/function-directory.ts";
import { parseFunctionName } from "../../functions/function-name.ts";
import type { Invoker } from "../invoker.ts";
import type { Fleets } from "./fleets.ts";
import type { Proactive } from "./proactive.ts";

/** Told to every server, since any may have the calls that come: a function is about to be called; its code or configuration is another. */
const expectedKind = "lambda.expected";
const deployedKind = "lambda.deployed";

export interface ExpectedCallsParts {
  readonly host: ServiceHost;
  readonly functions: FunctionDirectory;
  readonly fleets: Fleets;
  readonly invoker: Invoker;
  readonly proactive: Proactive;
}

/** Functions that will be called soon, as far as that is known: environments are initialised for them ahead. */
export class ExpectedCalls {
  readonly #parts: ExpectedCallsParts;

  constructor(parts: ExpectedCallsParts) {
    this.#parts = parts;
    const { wakes, log } = parts.host;
    const told = (error: Error) => log.debug("a function could not be made ready", { error: error.message });
    wakes.onWake(expectedKind, (arn) => void this.#prepare(arn).catch(told));
    wakes.onWake(deployedKind, (arn) => void this.#renew(arn).catch(told));
  }

  /** A schedule is about to call it. Which server will have the event is the event's affair. */
  foreseen(arn: string): void {
    this.#parts.host.wakes.wake(expectedKind, arn);
  }

  /** An update has ended: other servers learn it before the next call. */
  deployed(record: FunctionRecord): void {
    this.#parts.host.wakes.wake(deployedKind, functionArn(record));
  }

  /** An alias means another version now: its callers go on there. */
  moved(latest: FunctionRecord, alias: string, formerVersion: string): void {
    const { host, fleets } = this.#parts;
    const former = fleets.serving(qualifiedKey(latest, formerVersion));
    if (former?.use.wasCalledLately(host.clock.nowMs())) this.foreseen(qualifiedArn(latest, alias));
  }

  async #prepare(arn: string): Promise<void> {
    const { functions, invoker, proactive } = this.#parts;
    const [, , , region = "", account = ""] = arn.split(":");
    const reference = parseFunctionName(arn, { region, account });
    const known = await functions.find(reference);
    if (!known || known.family.latest.configuration.tenancy) return;
    const target = invoker.target(known, reference.qualifier, undefined);
    const fleet = await invoker.fleetOf(target);
    if (fleet && fleet.freeCount === 0) proactive.begin(fleet);
  }

  /** Where the function's former version has been called lately: the fleet that takes its place begins with an environment. */
  async #renew(arn: string): Promise<void> {
    const { host, functions, fleets, invoker } = this.#parts;
    const [, , , region = "", account = ""] = arn.split(":");
    const known = await functions.find({ ...parseFunctionName(arn, { region, account }) });
    if (!known) return;
    const serving = fleets.serving(versionKey(known.family.latest));
    if (!serving?.use.wasCalledLately(host.clock.nowMs())) return;
    await invoker.fleetOf(invoker.target(known, latestVersion, undefined));
  }
}
