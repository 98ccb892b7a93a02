import { retiredRuntime, unknownRuntime } from "../errors.ts";

/** Throws InvalidParameterValueException for a runtime that AWS does not have, or has no longer. */
export function checkRuntime(runtime: string | undefined): void {
  if (runtime === undefined || served.test(runtime)) return;
  throw retired.test(runtime) ? retiredRuntime(runtime) : unknownRuntime(runtime, current);
}

/** The families that Squall runs, where the machine has an interpreter: which it has shows at the first invocation. */
const served =
  /^(?:python3\.(?:[89]|\d\d)|nodejs(?:1[689]|[2-9]\d)\.x|java(?:8\.al2|\d\d)|ruby[3-9]\.\d|dotnet\d+|provided\.al2(?:023)?)$/;

/** Runtimes of the past. Source: "Lambda runtimes", "Deprecated runtimes". */
const retired =
  /^(?:nodejs(?:4\.3(?:-edge)?|6\.10|8\.10|1[024]\.x)?|python(?:2\.7|3\.[67])|ruby2\.[57]|java8|dotnetcore\d\.\d|dotnet5\.0|go1\.x|provided)$/;

/** What AWS names to whom asks for another one, in its order, as recorded in January 2026. */
const current = [
  ...["nodejs20.x", "python3.14", "provided.al2023", "python3.12", "python3.13", "nodejs24.x", "nodejs22.x", "java25"],
  ...["python3.10", "python3.11", "java21", "ruby3.3", "ruby3.4", "ruby3.2", "python3.8", "python3.9", "java17"],
  ...["nodejs16.x", "dotnet10", "dotnet8", "java11", "dotnet6", "nodejs18.x", "provided.al2", "java8.al2"],
];
