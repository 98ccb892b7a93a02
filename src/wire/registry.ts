import { readGenerated } from "./model/load-model.ts";
import type { ServiceFacts } from "./service-facts.ts";

/** Facts that only the wire layer needs, beside those the gateway sees. */
export interface ServiceRecord extends ServiceFacts {
  /** The code of the error that a failed constraint is answered with. */
  readonly constraintError: string;
  /** What a missing required member is answered with, `%s` being its name; in the wording of constraints where there is none. */
  readonly missingParameter?: string;
  /** Of what a list or map holds, AWS also names that it must not be null. Lambda's newer framework does. */
  readonly namesNull?: boolean;
  /** Members of the body are named below the input ("putMethodInput.type") and come first; those of the path and the query are not. */
  readonly namesInput?: true;
  /** A failed constraint names the member and not its value ("Value at 'path' failed …"): of these members, or of all. */
  readonly hidesValues?: true | readonly string[];
  /** The status of modelled errors whose model has none. */
  readonly errorStatus?: Readonly<Record<string, number>>;
  /** Java's package of a service whose errors are those of AWS's older framework: of its classes, and of its exceptions. */
  readonly coralNamespace?: string;
  /** Of its errors in JSON and CBOR, where it is not the model's. Source: recorded answers. */
  readonly errorNamespace?: string;
  /** Members that have another name where a form is answered with JSON. */
  readonly queryJsonNames?: Readonly<Record<string, string>>;
  /** Operations whose XML output has its only member as the root. No schema of the SDK says so. */
  readonly unwrappedOutputs?: readonly string[];
}

/** Every service of the generated data. */
export function readRegistry(): readonly ServiceRecord[] {
  return readGenerated("registry") as readonly ServiceRecord[];
}
