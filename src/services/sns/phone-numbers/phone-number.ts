import { invalidParameter } from "../errors.ts";

/** E.164, as people write it: digits that may be set apart by one of a few characters. Source: "Publish", PhoneNumber. */
export function isPhoneNumber(text: string): boolean {
  return text.length <= 40 && /^\+?[1-9](?:[-./ ]?\d){1,14}$/.test(text);
}

export function toDigits(number: string): string {
  return number.replace(/[^+\d]/g, "");
}

/** Throws InvalidParameter. */
export function checkPhoneNumber(text: string): void {
  if (!isPhoneNumber(text)) throw invalidParameter("PhoneNumber Reason: input incorrectly formatted");
}
