import { nodeStarter, pythonStarter, rubyStarter } from "./starters.ts";

/** A runtime of the menu: what AWS calls it, the file a new function begins with. */
export interface RuntimeChoice {
  readonly id: string;
  readonly label: string;
  readonly handler: string;
  readonly starter: { readonly file: string; readonly code: string } | undefined;
}

/** Newest first in each language. Source: Lambda developer guide, "Lambda runtimes". */
export const runtimes: readonly RuntimeChoice[] = [
  ...["3.14", "3.13", "3.12", "3.11", "3.10", "3.9"].map((version) => python(version)),
  ...["24", "22", "20"].map((version) => node(version)),
  ...["25", "21", "17", "11"].map((version) =>
    compiled(`java${version}`, `Java ${version}`, "example.Hello::handleRequest"),
  ),
  ...["3.4", "3.3", "3.2"].map((version) => ruby(version)),
  ...["10", "8"].map((version) =>
    compiled(`dotnet${version}`, `.NET ${version}`, "Example::Example.Function::Handler"),
  ),
  compiled("provided.al2023", "Amazon Linux 2023", "bootstrap"),
  compiled("provided.al2", "Amazon Linux 2", "bootstrap"),
];

export const defaultRuntime = runtimes.find(({ id }) => id === "python3.13")!;

export function runtimeLabel(id: string | undefined): string {
  return runtimes.find((runtime) => runtime.id === id)?.label ?? id ?? "-";
}

export function isPython(runtime: string | undefined): boolean {
  return runtime?.startsWith("python") ?? false;
}

function python(version: string): RuntimeChoice {
  return {
    id: `python${version}`,
    label: `Python ${version}`,
    handler: "lambda_function.lambda_handler",
    starter: { file: "lambda_function.py", code: pythonStarter },
  };
}

function node(version: string): RuntimeChoice {
  return {
    id: `nodejs${version}.x`,
    label: `Node.js ${version}.x`,
    handler: "index.handler",
    starter: { file: "index.mjs", code: nodeStarter },
  };
}

function ruby(version: string): RuntimeChoice {
  return {
    id: `ruby${version}`,
    label: `Ruby ${version}`,
    handler: "lambda_function.lambda_handler",
    starter: { file: "lambda_function.rb", code: rubyStarter },
  };
}

/** A language that is compiled has nothing to begin with in an editor: its code is uploaded. */
function compiled(id: string, label: string, handler: string): RuntimeChoice {
  return { id, label, handler, starter: undefined };
}
