import {
  COUNTRY_CODES,
  type CountryCode,
  countryName,
  isCountryCode,
  SUBDIVISION_CODES,
} from "../../routing/countries";

/**
 * What countries are called beside the English name that Node has for them: by ISO 3166, GeoIP databases and load balancers. Names that
 * differ from one version of Node to the next are all here, so that one file is read alike by each.
 */
const OTHER_NAMES: { readonly [country in CountryCode]?: readonly string[] } = {
  AE: ["UAE"],
  AX: ["Åland"],
  BN: ["Brunei Darussalam"],
  BO: ["Plurinational State of Bolivia"],
  BQ: ["Bonaire, Sint Eustatius and Saba"],
  CD: ["Congo - Kinshasa", "Democratic Republic of the Congo", "Congo (DRC)", "DR Congo"],
  CG: ["Congo - Brazzaville", "Republic of the Congo", "Congo"],
  CI: ["Côte d'Ivoire", "Ivory Coast"],
  CN: ["People's Republic of China"],
  CV: ["Cape Verde", "Cabo Verde"],
  CZ: ["Czechia", "Czech Republic"],
  FK: ["Falkland Islands (Malvinas)"],
  FM: ["Micronesia, Federated States of"],
  GB: ["UK", "Great Britain"],
  GM: ["Republic of The Gambia"],
  HK: ["Hong Kong SAR China", "Hong Kong"],
  IR: ["Islamic Republic of Iran"],
  JO: ["Hashemite Kingdom of Jordan"],
  KP: ["Democratic People's Republic of Korea"],
  KR: ["Korea, Republic of", "Korea"],
  LA: ["Lao People's Democratic Republic"],
  LT: ["Republic of Lithuania"],
  MD: ["Moldova, Republic of"],
  MF: ["Saint Martin (French part)"],
  MK: ["North Macedonia", "The Republic of North Macedonia", "Macedonia"],
  MM: ["Myanmar (Burma)", "Myanmar", "Burma"],
  MO: ["Macao SAR China", "Macao", "Macau"],
  NL: ["Netherlands (Kingdom of the)"],
  PN: ["Pitcairn"],
  PS: ["Palestinian Territories", "State of Palestine", "Palestine"],
  RU: ["Russian Federation"],
  SH: ["Saint Helena, Ascension and Tristan da Cunha"],
  SX: ["Sint Maarten (Dutch part)"],
  SY: ["Syrian Arab Republic"],
  SZ: ["Eswatini", "Swaziland"],
  TL: ["Timor-Leste", "East Timor"],
  TR: ["Türkiye", "Turkey"],
  TW: ["Taiwan, Province of China"],
  TZ: ["United Republic of Tanzania"],
  UM: ["United States Minor Outlying Islands"],
  US: ["United States of America", "USA"],
  VA: ["Holy See (Vatican City State)", "Holy See"],
  VE: ["Bolivarian Republic of Venezuela"],
  VI: ["Virgin Islands of the United States"],
  VN: ["Viet Nam"],
};

/** Made when it is first needed: only metrics have names. */
let codes: ReadonlyMap<string, string> | undefined;

/**
 * The place that metrics call so: a country by its code or its English name, or a state of the United States by its code.
 *
 * @returns nothing for what is no place that Route 53 can tell apart
 */
export function placeCalled(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (isCountryCode(code) || SUBDIVISION_CODES.some((known) => known === code)) return code;
  codes ??= new Map(
    COUNTRY_CODES.flatMap((country) =>
      [countryName(country), ...(OTHER_NAMES[country] ?? [])].map((name) => [plain(name), country] as const),
    ),
  );
  return codes.get(plain(text));
}

/** A name without accents, punctuation and small words, its words in order: "Korea, Republic of" is "Republic of Korea". */
function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\bst\b/g, "saint")
    .split(/[^a-z]+/)
    .filter((word) => !SMALL_WORDS.has(word))
    .sort()
    .join(" ");
}

const SMALL_WORDS: ReadonlySet<string> = new Set(["", "the", "of", "and"]);
