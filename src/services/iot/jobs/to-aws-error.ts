import { defineErrors } from "../../errors.ts";
import { JobRefusal } from "./job-refusal.ts";

const error = defineErrors<typeof import("@aws-sdk/client-iot-jobs-data-plane")>();

/** Waits for what is asked; a refusal is thrown in the words of the HTTP API. */
export async function asRequest<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (refusal) {
    if (!(refusal instanceof JobRefusal)) throw refusal;
    const { code, message } = refusal;
    if (code === "ResourceNotFound") throw error("ResourceNotFoundException", message);
    if (code === "InvalidStateTransition" || code === "VersionMismatch")
      throw error("InvalidStateTransitionException", message);
    if (code === "TerminalStateReached") throw error("TerminalStateException", message);
    throw error("InvalidRequestException", message);
  }
}
