import { retiredRuntime, unknownRuntime } from "../errors.ts";

/** Throws InvalidParameterValueException for a runtime that AWS does not have, or has no longer. */
export function checkRuntime(runtime: string | undefined): void {
  if (runtime === undefined || served.test(runtime)) return;
  const successor = successors.find(([former]) => former.test(runtime))?.[1];
  throw successor ? retiredRuntime(runtime, successor) : unknownRuntime(runtime, current);
}

/** The families that Squall runs, where the machine has an interpreter: which it has shows at the first invocation. */
const served =
  /^(?:python3\.\d+|nodejs(?:1[89]|[2-9]\d)\.x|java(?:8\.al2|\d\d)|ruby\d\.\d|dotnet\d+|provided\.al2(?:023)?)$/;

/** Runtimes of the past, and what AWS recommends in their place. Source: "Lambda runtimes", "Deprecated runtimes". */
const successors: readonly (readonly [RegExp, string])[] = [
  [/^nodejs(?:4\.3(?:-edge)?|6\.10|8\.10|1\d\.x)?$/, "nodejs24.x"],
  [/^python2\.7$/, "python3.14"],
  [/^java8$/, "java25"],
  [/^dotnetcore\d\.\d$/, "dotnet10"],
  [/^(?:go1\.x|provided)$/, "provided.al2023"],
];

/** What AWS names to whom asks for another one, in its order. Source: "Lambda runtimes", "Supported runtimes". */
const current = [
  ...["nodejs20.x", "python3.14", "provided.al2023", "python3.12", "python3.13", "nodejs24.x", "nodejs22.x", "java17"],
  ...["java25", "dotnet10", "dotnet8", "python3.10", "python3.11", "java11", "java21", "provided.al2"],
  ...["ruby3.3", "ruby3.4", "java8.al2", "ruby3.2"],
];
