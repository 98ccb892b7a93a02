import { isNotFound } from "../../../aws/errors.ts";

/** S3 answers a setting that is not there with an error. */
export async function orNone<T>(answer: Promise<T>, none: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return none;
    throw error;
  }
}
