import type { OptionsKind } from "../../lib/core/options-kinds";
import { valuesOf } from "../support/option-values";

/** Values that an option may have in place of the one that it has, the likeliest first: which of them are valid is tried. */
export function candidatesFor(kind: OptionsKind, present: unknown): readonly unknown[] {
  const known = valuesOf(kind);
  if (known.length > 0)
    return [...known.filter((value) => value !== present), ...(kind.kind === "either" ? ofEither(kind, present) : [])];
  if (kind.kind === "either") return ofEither(kind, present);
  if (kind.kind === "string") return typeof present === "string" ? textsLike(present) : [];
  if (kind.kind === "list") return lists(kind, present);
  if (kind.kind === "map") return maps(kind, present);
  if (kind.kind === "options" && present === undefined) return [{}];
  return [];
}

function ofEither({ of }: { readonly of: readonly OptionsKind[] }, present: unknown): readonly unknown[] {
  return of.filter(({ kind }) => kind !== "value").flatMap((one) => candidatesFor(one, present));
}

function lists({ of }: { readonly of: OptionsKind }, present: unknown): readonly unknown[] {
  if (!Array.isArray(present)) return valuesOf(of).map((value) => [value]);
  const [first] = present;
  const more = candidatesFor(of, first).filter((one) => !present.includes(one));
  return [...more.map((one) => [...present, one]), ...more.map((one) => [one]), present.slice(1)];
}

function maps({ of }: { readonly of: OptionsKind }, present: unknown): readonly unknown[] {
  if (typeof present !== "object" || present === null) return [];
  const [entry] = Object.entries(present);
  if (entry === undefined) return [];
  const [key, value] = entry;
  const others = candidatesFor(of, value).map((other) => ({ ...present, [key]: other }));
  return [...textsLike(key).map((more) => ({ ...present, [more]: value })), ...others];
}

/** Texts of the same form: of an address, a range, a region, a time, a name. */
function textsLike(text: string): readonly string[] {
  const [region] = /[a-z]+-[a-z]+\d/.exec(text) ?? [];
  return [
    ...(/^\d+(\.\d+){3}$/.test(text) ? [text.replace(/\d+$/, (last) => `${Number(last) + 1}`)] : []),
    ...(/^(\d+\.){3}\d+\/\d+$/.test(text) ? rangesLike(text) : []),
    ...(/^\d{4}-\d\d-\d\dT/.test(text)
      ? [
          text.replace("T00", "T01").replace("T09", "T10"),
          text.replace(/^(\d{4}-\d\d)-(\d\d)/, (_, month, day) => `${month}-${`${Number(day) - 1}`.padStart(2, "0")}`),
        ]
      : []),
    ...(region === undefined ? [] : [text.replace(region, region === "europe-west1" ? "us-east1" : "europe-west1")]),
    ...(/-[abc]$/.test(text) ? [text.replace(/[abc]$/, (zone) => (zone === "b" ? "c" : "b"))] : []),
    ...(text.includes("example.com") ? [text.replace("example.com", "example.org"), `other.${text}`] : []),
    `${text}-2`,
    `${text}2`,
    text.replace(/^[a-z]+/, "other"),
    `${text}/other`,
  ].filter((one) => one !== text);
}

function rangesLike(range: string): readonly string[] {
  const [first = 0, second = 0, third = 0, ...rest] = range.split(/[./]/).map(Number);
  const [fourth = 0, size = 0] = rest;
  return [
    `${first}.${second}.${third + 1}.${fourth}/${size}`,
    `${first}.${second}.${third + (size > 16 ? 2 ** (24 - Math.min(size, 24)) : 0)}.${fourth + (size > 24 ? 2 ** (32 - size) : 0)}/${size}`,
    `${first}.${second + 2 ** Math.max(16 - size, 0)}.${third}.${fourth}/${size}`,
  ];
}
