import { Problems } from "../core/problems";
import { checkRoutingPolicy } from "../routing/check-routing-policy";
import { KINDS, ONLY_LAST_RESORT, PLACE_KINDS, type RoutingPolicy } from "../routing/routing-policy";

/** The version of the file. */
export const PLAN_VERSION = 1;

/**
 * The routing policy of `routing-plan.json`, which `cdktf-hybrid-kubernetes plan-routing` writes: its next step.
 *
 * What the file has is checked as a policy that is written by hand. Whether there are data centres of these names, the routing itself
 * checks; with `dataCenters` this does, and what it refuses names the file and what to do.
 *
 * @param plan what the file has: `JSON.parse(readFileSync("routing-plan.json", "utf8"))`
 * @param dataCenters the names of the program's data centres: `Object.keys(dataCenters)`
 * @throws `ValidationError` for what is no such file, and for a policy that cannot be
 */
export function plannedRouting(plan: unknown, dataCenters?: readonly string[]): RoutingPolicy {
  const policy = checkedPolicy(plan, "policy");
  return Problems.of("plannedRouting", (problems) => {
    const gone = dataCenters === undefined ? [] : goneIn(policy, dataCenters);
    if (gone.length > 0) problems.conflict("routing-plan.json", goneText(gone));
    return policy;
  });
}

/** The data centres that a policy names and the program does not have. */
export function goneIn(policy: RoutingPolicy, dataCenters: readonly string[]): readonly string[] {
  return namesIn(policy).filter((name) => !dataCenters.includes(name));
}

/** What is to be done with a file that names data centres which are gone. */
export function goneText(gone: readonly string[]): string {
  return `names ${gone.join(" and ")}, which the program does not have: replace the name in the file where it has a new one, or keep the data centre until no route names it`;
}

/** One of the policies of such a file. */
export function checkedPolicy(plan: unknown, property: "policy" | "target", file?: string): RoutingPolicy {
  return Problems.of("plannedRouting", (all) => {
    const problems = file === undefined ? all : all.at([file]);
    if (!isObject(plan)) {
      problems.refuse("plan", plan, "what routing-plan.json has, an object", "shape");
      return {};
    }
    const policy = plan[property];
    if (plan.version !== PLAN_VERSION) problems.refuse("version", plan.version, `${PLAN_VERSION}`);
    else if (checkForm(problems.at(property), policy)) {
      checkRoutingPolicy(problems.at(property), policy as RoutingPolicy, namesIn(policy));
    }
    return (policy ?? {}) as RoutingPolicy;
  });
}

/** The data centres that a policy names. */
export function namesIn(policy: object): readonly string[] {
  const routes = Object.values(policy).flatMap((byPlace) => Object.values(byPlace ?? {}));
  return [...new Set(routes.flatMap((route) => [(route as Fields).serveFrom].flat(2)))].filter(
    (name): name is string => typeof name === "string" && name !== ONLY_LAST_RESORT,
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether routes are by places, and each has data centres: what anybody may have written into a file. */
function checkForm(problems: Problems, policy: unknown): policy is object {
  if (!isObject(policy)) return problems.refuse("", policy, "a routing policy, an object", "shape");
  const kinds = [...PLACE_KINDS.map((kind) => KINDS[kind].property), "waves"];
  const forms = Object.entries(policy).flatMap(([kind, routes]) => {
    if (!kinds.includes(kind)) return [problems.refuse(kind, routes, `one of: ${kinds.join(", ")}`, "shape")];
    if (!isObject(routes)) return [problems.refuse(kind, routes, "routes by places, an object", "shape")];
    return Object.entries(routes).map(([place, route]) => checkRouteForm(problems.at([kind, place]), route));
  });
  return !forms.includes(false);
}

function checkRouteForm(problems: Problems, route: unknown): boolean {
  if (!isObject(route)) return problems.refuse("", route, "a route, an object", "shape");
  const { serveFrom } = route;
  const isTier = (tier: unknown) => isName(tier) || (Array.isArray(tier) && tier.every(isName));
  const isList = Array.isArray(serveFrom) && serveFrom.every(isTier);
  const lists = PLACE_KINDS.map((kind) => KINDS[kind].property).filter((property) => route[property] !== undefined);
  const wrong = lists.filter((property) => !(Array.isArray(route[property]) && (route[property] as []).every(isName)));
  for (const property of wrong) problems.refuse(property, route[property], "a list of codes", "shape");
  if (isList || serveFrom === ONLY_LAST_RESORT) return wrong.length === 0;
  return problems.refuse("serveFrom", serveFrom, `data centres, or "${ONLY_LAST_RESORT}"`, "shape");
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
