import { lazily, OWN, PROVIDERS } from "../../build/lazily";

/** Runs a compiled file with modules of which each exports one class, and tells which were loaded before and after `use` was called. */
function run(text: string) {
  const loaded: string[] = [];
  const modules: Record<string, object> = {};
  const require = (path: string) => {
    if (modules[path] === undefined) loaded.push(path);
    modules[path] ??= {
      Made: class {
        readonly from = path;
      },
      name: () => path,
    };
    return modules[path];
  };
  const exports: { use?: () => unknown } = {};
  new Function("require", "exports", text)(require, exports);
  const before = [...loaded];
  return { before, result: exports.use?.(), after: loaded };
}

const ROUTE = "@cdktf/provider-google/lib/route";
const GOOGLE = "@cdktf/provider-google/lib/provider";
const AWS = "@cdktf/provider-aws/lib/provider";
/** One whose name ends with that of another, on either side of it. */
const COMPUTE_ROUTE = "@cdktf/provider-google/lib/compute-route";

const TWO = `const provider_1 = require("${GOOGLE}");
const provider_2 = require("${AWS}");
const cdktf_1 = require("cdktf");
exports.use = () => [new provider_2.Made().from, new provider_1.Made().from, (0, provider_1.name)()];`;

test("loads a provider's module once, with its first use, and others as before", () => {
  const lazy = lazily(TWO, "two.js", PROVIDERS);
  expect(run(TWO)).toEqual({
    before: [GOOGLE, AWS, "cdktf"],
    result: [AWS, GOOGLE, GOOGLE],
    after: [GOOGLE, AWS, "cdktf"],
  });
  expect(run(lazy)).toEqual({ before: ["cdktf"], result: [AWS, GOOGLE, GOOGLE], after: ["cdktf", AWS, GOOGLE] });
});

test("asks for an instance of the class of the one module", () => {
  const text = `const route_1 = require("${ROUTE}");
const made = () => new route_1.Made();
exports.use = () => [made() instanceof route_1.Made, {} instanceof route_1.Made];`;
  expect(run(lazily(text, "route.js", PROVIDERS))).toEqual({ before: [], result: [true, false], after: [ROUTE] });
});

test.each([
  ["first", [ROUTE, COMPUTE_ROUTE]],
  ["last", [COMPUTE_ROUTE, ROUTE]],
])("keeps names apart of which one ends with the other, the shorter %s", (_, paths) => {
  const names: Record<string, string> = { [ROUTE]: "route_1", [COMPUTE_ROUTE]: "compute_route_1" };
  const loads = paths.map((path) => `const ${names[path]} = require("${path}");`).join("\n");
  const text = `${loads}\nexports.use = () => [new route_1.Made().from, new compute_route_1.Made().from];`;
  expect(run(lazily(text, "routes.js", PROVIDERS)).result).toEqual([ROUTE, COMPUTE_ROUTE]);
});

test("loads own modules later where these are asked for, and the others as before", () => {
  const text = `const arguments_1 = require("./arguments");
const stacks_1 = require("../stacks");
const commander_1 = require("commander");
exports.use = () => new stacks_1.Made().from + arguments_1.name();`;
  const result = "../stacks./arguments";
  expect(run(lazily(text, "stacks.js", OWN))).toEqual({
    before: ["commander"],
    result,
    after: ["commander", "../stacks", "./arguments"],
  });
  expect(lazily(text, "stacks.js", PROVIDERS)).toBe(text);
  expect(() => lazily(`${text}\nexports.all = stacks_1;`, "stacks.js", OWN)).toThrow("passes stacks_1 on as a whole");
});

test("leaves a file without a provider as it is", () => {
  const text = 'const cdktf_1 = require("cdktf");\nexports.App = cdktf_1.App;\n';
  expect(lazily(text, "plain.js", PROVIDERS)).toBe(text);
});

test.each([
  ["passes it on as a whole", "const all = route_1;"],
  ["gives it to a function", "show(route_1, 1);"],
])("refuses a file that %s", (_, use) => {
  const text = `const route_1 = require("${ROUTE}");\nexports.use = () => { ${use} return new route_1.Made(); };`;
  expect(() => lazily(text, "route.js", PROVIDERS)).toThrow(
    "route.js passes route_1 on as a whole, and would load it at once",
  );
});

// What compilers write for a default export, `import * as`, an import for its effect, and `export … from`.
test.each([
  `const route_1 = __importDefault(require("${ROUTE}"));`,
  `const route = __importStar(require("${ROUTE}"));`,
  `require("${ROUTE}");`,
  `var route_1 = require("${ROUTE}");`,
  `__exportStar(require("${ROUTE}"), exports);`,
])("refuses what loads a provider at once: %s", (line) => {
  expect(() => lazily(`${TWO}\n${line}`, "two.js", PROVIDERS)).toThrow(`two.js loads at once: ${line}`);
});
