import { numberOf } from "./values.ts";

/** Suffixes of Kubernetes' quantities (Kubernetes API reference, "Quantity"). */
const suffixes: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A number, also one with a unit as Kubernetes writes it: `500m`, `64Gi`. */
export function quantityOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined || typeof value !== "string") return number;
  const [, digits, suffix = ""] = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)$/.exec(value) ?? [];
  return digits === undefined ? undefined : Number(digits) * (suffixes[suffix] ?? 1);
}
