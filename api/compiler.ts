import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as ts from "../node_modules/@microsoft/api-extractor/node_modules/typescript";

/**
 * The compiler of API Extractor. TypeScript 7 has no interface for programs yet, so the checker that knows what a type is
 * comes from there.
 */
export const compiler: typeof ts = createRequire(require.resolve("@microsoft/api-extractor"))("typescript");

export type { ts };

export const ROOT = dirname(__dirname);

/** The entries of the package that are no part of another: what `index` exports, the subpaths of the domains export too. */
export const ENTRIES = ["index", "workloads", "testing"];

/** Those whose functions and constructs take options, which the library checks: assertions take none. */
const WITH_OPTIONS = ["index", "workloads"];

/** The sources, and what they export. */
export interface Sources {
  readonly checker: ts.TypeChecker;
  readonly exported: readonly ts.Symbol[];
}

/** Reads the sources as they are: nothing has to be built before. */
export function readSources(): Sources {
  const host = { ...compiler.sys, onUnRecoverableConfigFileDiagnostic: refuse };
  const options = compiler.getParsedCommandLineOfConfigFile(join(ROOT, "tsconfig.json"), {}, host)?.options ?? {};
  const files = WITH_OPTIONS.map((entry) => join(ROOT, `${entry}.ts`));
  const program = compiler.createProgram(files, options, hostOf(options));
  const checker = program.getTypeChecker();
  const modules = files.map((file) => checker.getSymbolAtLocation(program.getSourceFile(file) as ts.Node) as ts.Symbol);
  const exported = modules.flatMap((module) => checker.getExportsOfModule(module));
  return { checker, exported: [...new Set(exported.map((symbol) => original(checker, symbol)))] };
}

/** Providers are left out: no user writes a type of theirs as an object, and to read them takes most of the time. */
function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const host = compiler.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, file, redirected) =>
    literals.map(({ text }) =>
      text.startsWith(".") || text === "constructs"
        ? compiler.resolveModuleName(text, file, options, host, undefined, redirected)
        : { resolvedModule: undefined },
    );
  return host;
}

/** What a symbol that is exported from another file stands for. */
function original(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & compiler.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

function refuse(problem: ts.Diagnostic): never {
  throw new Error(compiler.flattenDiagnosticMessageText(problem.messageText, "\n"));
}
