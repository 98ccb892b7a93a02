import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AwsError } from "../../platform/aws-error.ts";
import { BodyBudget, type Collecting } from "./body-budget.ts";

const body = (sinceMs: number, giveUp: (error: AwsError) => void = assert.fail): Collecting => ({ sinceMs, giveUp });

describe("the budget of bodies", () => {
  it("is given back and taken again", () => {
    const budget = new BodyBudget({ limitBytes: 10 });
    assert.equal(budget.take(10), true);
    assert.equal(budget.take(1), false);
    budget.give(10);
    assert.equal(budget.take(1), true);
  });

  it("lets who finds no room wait until there is some", async () => {
    const budget = new BodyBudget({ limitBytes: 10 });
    budget.take(10);
    const waiting = budget.wait(4, body(performance.now()));
    budget.give(6);
    await waiting;
    assert.equal(budget.usedBytes, 8);
  });

  it("refuses who has waited too long, while all others are young", async () => {
    const budget = new BodyBudget({ limitBytes: 10, waitMs: 1 });
    budget.take(10);
    budget.enter(body(performance.now()));
    await assert.rejects(budget.wait(4, body(performance.now())), { name: "ServiceUnavailable", status: 503 });
    assert.equal(budget.usedBytes, 10);
  });

  it("gives up the one that has been arriving longest", async () => {
    const budget = new BodyBudget({ limitBytes: 10, waitMs: 1 });
    budget.take(10);
    const given: AwsError[] = [];
    budget.enter(
      body(performance.now() - 60_000, (error) => {
        given.push(error);
        budget.give(10);
      }),
    );
    await budget.wait(4, body(performance.now()));
    assert.deepEqual(
      given.map(({ code }) => code),
      ["ServiceUnavailable"],
    );
    assert.equal(budget.usedBytes, 4);
  });
});
