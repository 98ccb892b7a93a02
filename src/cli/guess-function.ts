import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface GuessedFunction {
  readonly runtime: string;
  readonly handler: string;
}

/** What a directory's files look like: their usual names first, then the only file of a language. Undefined if like nothing known. */
export function guessFunction(directory: string): GuessedFunction | undefined {
  return guessPython(directory) ?? guessNode(directory);
}

const usualNames = ["lambda_function", "index", "app", "handler", "main"];

function guessPython(directory: string): GuessedFunction | undefined {
  for (const module of candidates(directory, [".py"])) {
    const text = readFileSync(join(directory, `${module}.py`), "utf8");
    const [, name] = /^(?:async )?def (lambda_handler|handler)\(/m.exec(text) ?? [];
    if (name) return { runtime: "python3.11", handler: `${module}.${name}` };
    // As AWS names it, even while it does not parse.
    if (module === "lambda_function") return { runtime: "python3.11", handler: "lambda_function.lambda_handler" };
  }
  return undefined;
}

function guessNode(directory: string): GuessedFunction | undefined {
  const [module] = candidates(directory, [".mjs", ".js", ".cjs"]);
  return module === undefined ? undefined : { runtime: "nodejs22.x", handler: `${module}.handler` };
}

function candidates(directory: string, extensions: readonly string[]): string[] {
  const usual = usualNames.filter((name) =>
    extensions.some((extension) => existsSync(join(directory, name + extension))),
  );
  if (usual.length > 0) return usual;
  const files = readdirSync(directory).filter((name) => extensions.some((extension) => name.endsWith(extension)));
  return files.length === 1 && files[0] ? [files[0].replace(/\.[a-z]+$/, "")] : [];
}
