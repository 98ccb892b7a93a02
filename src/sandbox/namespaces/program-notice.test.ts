import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { programNotice } from "./program-notice.ts";

const said = (text: string) => programNotice(Buffer.from(text));

describe("the notice of a program that AWS's runtimes lack", () => {
  // Every Linux has it, and none of AWS's runtimes.
  const program = "mount";
  for (const text of [
    `/bin/sh: line 1: ${program}: command not found\n`,
    `sh: 1: ${program}: not found\n`,
    `[ERROR] FileNotFoundError: [Errno 2] No such file or directory: '${program}'\0\rTraceback`,
    `ERROR Invoke Error {"errorMessage":"spawn ${program} ENOENT"}\n`,
    `spawnSync /usr/bin/${program} ENOENT`,
    `exec: "${program}": executable file not found in $PATH`,
    `java.io.IOException: Cannot run program "${program}": error=2, No such file or directory`,
    `No such file or directory - ${program} (Errno::ENOENT)`,
    `/usr/bin/env: '${program}': No such file or directory`,
    `./x: /bin/${program}: bad interpreter: No such file or directory`,
  ])
    it(`is read from: ${text.trim()}`, () =>
      assert.match(said(text) ?? "", /^mount is on this machine, but not among/));

  it("is about what the host lacks too, where it was certainly a program", () => {
    assert.equal(
      said("bash: no-such: command not found"),
      "no-such is not among the programs of AWS's runtimes either",
    );
  });

  it("is not about files, nor about what AWS has", () => {
    for (const text of [
      "No such file or directory: 'data.csv'",
      `No such file or directory: '/tmp/${program}'`,
      `No such file or directory: './${program}'`,
      "sh: line 1: cat: command not found",
      "key not found",
      "",
    ])
      assert.equal(said(text), undefined, text);
  });

  it("takes no longer for hostile output", () => {
    const started = process.cpuUsage();
    for (const text of ["not found: ", "x: not found", "No such file or directory - ", 'exec: "', "::::", "env: "])
      said(`not found ${text.repeat(1024 * 1024)}`.slice(0, 1024 * 1024));
    assert.ok(process.cpuUsage(started).user < 5_000_000);
  });
});
