import { Problems } from "../../core/problems";
import type { Series } from "../../planning/data/series";
import { isObject } from "../output-folder";
import { readIfThere } from "../read-if-there";
import { readMetrics } from "./metrics";

/**
 * The series of all files that `data` of the settings names: those that a plan is made from.
 *
 * @param command who asks, for what is refused
 * @throws `ValidationError` for what cannot be read
 */
export function seriesFrom(command: string, planning: string | undefined): readonly Series[] {
  return Problems.of(command, (problems) => {
    const text = planning === undefined ? undefined : readIfThere(planning);
    if (planning === undefined) problems.conflict("--planning", "its data has what was measured: name the file");
    else if (text === undefined) problems.conflict("--planning", `${planning} cannot be read`);
    if (planning === undefined || text === undefined) return [];
    try {
      const settings: unknown = JSON.parse(text);
      const below = problems.at([planning]);
      if (isObject(settings) && settings.data !== undefined)
        return readMetrics(below, planning, settings.data).read.series;
      below.conflict("data", "is what was measured, and there is none");
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems.conflict([planning], `cannot be read (${error.message})`);
    }
    return [];
  });
}
