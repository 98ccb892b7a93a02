import { Pace } from "../../../platform/pace.ts";
import { limits } from "../limits.ts";
import { ExpressionError } from "./expression.ts";

/** What the expressions of one request may work on, all together. */
export class MathBudget {
  readonly #pace = new Pace();
  #left: number = limits.pointsWorkedOn;

  /** Throws ExpressionError once there are too many points. */
  spend(points: number): void {
    // A series without a point is looked at, too.
    this.#left -= points + 1;
    if (this.#left < 0) throw new ExpressionError("The expressions of the request work on too many data points");
  }

  async rest(): Promise<void> {
    if (this.#pace.isOver) await this.#pace.rest();
  }
}
