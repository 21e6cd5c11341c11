/**
 * Industries of Kenneth R. French's data library (mba.tuck.dartmouth.edu/pages/faculty/ken.french, "Detail for N Industry
 * Portfolios"): symbols are the column names of its files without padding, labels those of its definition files. They are
 * portfolios of a researcher, not funds: nobody could buy them, and their members are formed anew at the end of every June.
 */

const BEGIN = '1926-07-01'

/** Column, label, and the first month with a return where that is not July 1926 (given by its first day). */
type Industry = readonly [symbol: string, label: string, firstSession?: string]

const TEN: readonly Industry[] = [
  ['NoDur', 'Consumer Nondurables'],
  ['Durbl', 'Consumer Durables'],
  ['Manuf', 'Manufacturing'],
  ['Enrgy', 'Oil, Gas, and Coal Extraction and Products'],
  ['HiTec', 'Business Equipment'],
  ['Telcm', 'Telephone and Television Transmission'],
  ['Shops', 'Wholesale, Retail, and Some Services'],
  ['Hlth', 'Healthcare, Medical Equipment, and Drugs'],
  ['Utils', 'Utilities'],
  ['Other', 'Other'],
]

const TWELVE: readonly Industry[] = [
  ['NoDur', 'Consumer Nondurables'],
  ['Durbl', 'Consumer Durables'],
  ['Manuf', 'Manufacturing'],
  ['Enrgy', 'Oil, Gas, and Coal Extraction and Products'],
  ['Chems', 'Chemicals and Allied Products'],
  ['BusEq', 'Business Equipment'],
  ['Telcm', 'Telephone and Television Transmission'],
  ['Utils', 'Utilities'],
  ['Shops', 'Wholesale, Retail, and Some Services'],
  ['Hlth', 'Healthcare, Medical Equipment, and Drugs'],
  ['Money', 'Finance'],
  ['Other', 'Other'],
]

const THIRTY: readonly Industry[] = [
  ['Food', 'Food Products'],
  ['Beer', 'Beer & Liquor'],
  ['Smoke', 'Tobacco Products'],
  ['Games', 'Recreation'],
  ['Books', 'Printing and Publishing'],
  ['Hshld', 'Consumer Goods'],
  ['Clths', 'Apparel'],
  ['Hlth', 'Healthcare, Medical Equipment, Pharmaceutical Products'],
  ['Chems', 'Chemicals'],
  ['Txtls', 'Textiles'],
  ['Cnstr', 'Construction and Construction Materials'],
  ['Steel', 'Steel Works Etc'],
  ['FabPr', 'Fabricated Products and Machinery'],
  ['ElcEq', 'Electrical Equipment'],
  ['Autos', 'Automobiles and Trucks'],
  ['Carry', 'Aircraft, Ships, and Railroad Equipment'],
  ['Mines', 'Precious Metals, Non-Metallic, and Industrial Metal Mining'],
  ['Coal', 'Coal'],
  ['Oil', 'Petroleum and Natural Gas'],
  ['Util', 'Utilities'],
  ['Telcm', 'Communication'],
  ['Servs', 'Personal and Business Services'],
  ['BusEq', 'Business Equipment'],
  ['Paper', 'Business Supplies and Shipping Containers'],
  ['Trans', 'Transportation'],
  ['Whlsl', 'Wholesale'],
  ['Rtail', 'Retail'],
  ['Meals', 'Restaurants, Hotels, Motels'],
  ['Fin', 'Banking, Insurance, Real Estate, Trading'],
  ['Other', 'Everything Else'],
]

const FORTY_NINE: readonly Industry[] = [
  ['Agric', 'Agriculture'],
  ['Food', 'Food Products'],
  ['Soda', 'Candy & Soda', '1963-07-01'],
  ['Beer', 'Beer & Liquor'],
  ['Smoke', 'Tobacco Products'],
  ['Toys', 'Recreation'],
  ['Fun', 'Entertainment'],
  ['Books', 'Printing and Publishing'],
  ['Hshld', 'Consumer Goods'],
  ['Clths', 'Apparel'],
  ['Hlth', 'Healthcare', '1969-07-01'],
  ['MedEq', 'Medical Equipment'],
  ['Drugs', 'Pharmaceutical Products'],
  ['Chems', 'Chemicals'],
  ['Rubbr', 'Rubber and Plastic Products', '1930-07-01'],
  ['Txtls', 'Textiles'],
  ['BldMt', 'Construction Materials'],
  ['Cnstr', 'Construction'],
  ['Steel', 'Steel Works Etc'],
  ['FabPr', 'Fabricated Products', '1963-07-01'],
  ['Mach', 'Machinery'],
  ['ElcEq', 'Electrical Equipment'],
  ['Autos', 'Automobiles and Trucks'],
  ['Aero', 'Aircraft'],
  ['Ships', 'Shipbuilding, Railroad Equipment'],
  ['Guns', 'Defense', '1963-07-01'],
  ['Gold', 'Precious Metals', '1963-07-01'],
  ['Mines', 'Non-Metallic and Industrial Metal Mining'],
  ['Coal', 'Coal'],
  ['Oil', 'Petroleum and Natural Gas'],
  ['Util', 'Utilities'],
  ['Telcm', 'Communication'],
  ['PerSv', 'Personal Services', '1927-07-01'],
  ['BusSv', 'Business Services'],
  ['Hardw', 'Computers'],
  ['Softw', 'Computer Software', '1965-07-01'],
  ['Chips', 'Electronic Equipment'],
  ['LabEq', 'Measuring and Control Equipment'],
  ['Paper', 'Business Supplies', '1929-07-01'],
  ['Boxes', 'Shipping Containers'],
  ['Trans', 'Transportation'],
  ['Whlsl', 'Wholesale'],
  ['Rtail', 'Retail'],
  ['Meals', 'Restaurants, Hotels, Motels'],
  ['Banks', 'Banking'],
  ['Insur', 'Insurance'],
  ['RlEst', 'Real Estate'],
  ['Fins', 'Trading'],
  ['Other', 'Almost Nothing'],
]

function industryId(symbol: string): string {
  return `french-${symbol.toLowerCase()}`
}

const LIBRARY = { source: 'mba.tuck.dartmouth.edu/pages/faculty/ken.french/data_library.html' }

function familyFrom(count: number, list: readonly Industry[]) {
  return {
    id: `french-${count}`,
    label: `French ${count} industries`,
    issuer: 'Kenneth R. French',
    kind: 'research',
    scheme: 'French',
    base: 'CRSP stocks of NYSE, AMEX and NASDAQ',
    weighting: 'market-cap',
    identity: LIBRARY,
    coverage: { value: 1, ...LIBRARY },
    firstSessions: LIBRARY,
    members: list.map(([symbol, label, firstSession]) => ({
      symbol,
      sector: industryId(symbol),
      label,
      firstSession: firstSession ?? BEGIN,
    })),
  } as const
}

export const frenchFamilies = [
  familyFrom(10, TEN),
  familyFrom(12, TWELVE),
  familyFrom(30, THIRTY),
  familyFrom(49, FORTY_NINE),
]

/**
 * Every industry id once. The same name means different firms in different divisions (`Hlth` of ten industries holds the drugs,
 * of 49 it does not): ids of two divisions do not belong into one panel. The label is that of the coarsest division.
 */
export const frenchIndustries: readonly { readonly id: string; readonly label: string }[] = [
  ...new Map(
    [...FORTY_NINE, ...THIRTY, ...TWELVE, ...TEN].map(([symbol, label]) => [
      industryId(symbol),
      { id: industryId(symbol), label },
    ]),
  ).values(),
]
