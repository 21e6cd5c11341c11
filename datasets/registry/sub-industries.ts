import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'
import { sectorOf, type Sector } from './sectors.js'

/** The 163 sub-industries of GICS by sector, structure of 2023-03-17 (MSCI and S&P Dow Jones Indices, public structure table). */
const CURRENT: readonly (readonly [sector: string, names: string])[] = [
  [
    'energy',
    `Oil & Gas Drilling; Oil & Gas Equipment & Services; Integrated Oil & Gas; Oil & Gas Exploration & Production;
    Oil & Gas Refining & Marketing; Oil & Gas Storage & Transportation; Coal & Consumable Fuels`,
  ],
  [
    'materials',
    `Commodity Chemicals; Diversified Chemicals; Fertilizers & Agricultural Chemicals; Industrial Gases; Specialty Chemicals;
    Construction Materials; Metal, Glass & Plastic Containers; Paper & Plastic Packaging Products & Materials; Aluminum;
    Diversified Metals & Mining; Copper; Gold; Precious Metals & Minerals; Silver; Steel; Forest Products; Paper Products`,
  ],
  [
    'industrials',
    `Aerospace & Defense; Building Products; Construction & Engineering; Electrical Components & Equipment;
    Heavy Electrical Equipment; Industrial Conglomerates; Construction Machinery & Heavy Transportation Equipment;
    Agricultural & Farm Machinery; Industrial Machinery & Supplies & Components; Trading Companies & Distributors;
    Commercial Printing; Environmental & Facilities Services; Office Services & Supplies; Diversified Support Services;
    Security & Alarm Services; Human Resource & Employment Services; Research & Consulting Services;
    Data Processing & Outsourced Services; Air Freight & Logistics; Passenger Airlines; Marine Transportation;
    Rail Transportation; Cargo Ground Transportation; Passenger Ground Transportation; Airport Services;
    Highways & Railtracks; Marine Ports & Services`,
  ],
  [
    'consumer-discretionary',
    `Automotive Parts & Equipment; Tires & Rubber; Automobile Manufacturers; Motorcycle Manufacturers; Consumer Electronics;
    Home Furnishings; Homebuilding; Household Appliances; Housewares & Specialties; Leisure Products;
    Apparel, Accessories & Luxury Goods; Footwear; Textiles; Casinos & Gaming; Hotels, Resorts & Cruise Lines;
    Leisure Facilities; Restaurants; Education Services; Specialized Consumer Services; Distributors; Broadline Retail;
    Apparel Retail; Computer & Electronics Retail; Home Improvement Retail; Other Specialty Retail; Automotive Retail;
    Homefurnishing Retail`,
  ],
  [
    'consumer-staples',
    `Drug Retail; Food Distributors; Food Retail; Consumer Staples Merchandise Retail; Brewers; Distillers & Vintners;
    Soft Drinks & Non-alcoholic Beverages; Agricultural Products & Services; Packaged Foods & Meats; Tobacco;
    Household Products; Personal Care Products`,
  ],
  [
    'health-care',
    `Health Care Equipment; Health Care Supplies; Health Care Distributors; Health Care Services; Health Care Facilities;
    Managed Health Care; Health Care Technology; Biotechnology; Pharmaceuticals; Life Sciences Tools & Services`,
  ],
  [
    'financials',
    `Diversified Banks; Regional Banks; Diversified Financial Services; Multi-Sector Holdings; Specialized Finance;
    Commercial & Residential Mortgage Finance; Transaction & Payment Processing Services; Consumer Finance;
    Asset Management & Custody Banks; Investment Banking & Brokerage; Diversified Capital Markets;
    Financial Exchanges & Data; Mortgage REITs; Insurance Brokers; Life & Health Insurance; Multi-line Insurance;
    Property & Casualty Insurance; Reinsurance`,
  ],
  [
    'information-technology',
    `IT Consulting & Other Services; Internet Services & Infrastructure; Application Software; Systems Software;
    Communications Equipment; Technology Hardware, Storage & Peripherals; Electronic Equipment & Instruments;
    Electronic Components; Electronic Manufacturing Services; Technology Distributors; Semiconductor Materials & Equipment;
    Semiconductors`,
  ],
  [
    'communication-services',
    `Alternative Carriers; Integrated Telecommunication Services; Wireless Telecommunication Services; Advertising;
    Broadcasting; Cable & Satellite; Publishing; Movies & Entertainment; Interactive Home Entertainment;
    Interactive Media & Services`,
  ],
  [
    'utilities',
    `Electric Utilities; Gas Utilities; Multi-Utilities; Water Utilities; Independent Power Producers & Energy Traders;
    Renewable Electricity`,
  ],
  [
    'real-estate',
    `Diversified REITs; Industrial REITs; Hotel & Resort REITs; Office REITs; Health Care REITs;
    Multi-Family Residential REITs; Single-Family Residential REITs; Retail REITs; Other Specialized REITs;
    Self-Storage REITs; Telecom Tower REITs; Timber REITs; Data Center REITs; Diversified Real Estate Activities;
    Real Estate Operating Companies; Real Estate Development; Real Estate Services`,
  ],
]

/** Names that were given up in 2023, under the sector that they belonged to: older files still have them. */
const RETIRED: readonly (readonly [sector: string, names: string])[] = [
  ['materials', 'Metal & Glass Containers; Paper Packaging'],
  ['industrials', 'Airlines; Industrial Machinery; Marine; Railroads; Trucking; Construction Machinery & Heavy Trucks'],
  [
    'consumer-discretionary',
    'Auto Parts & Equipment; Department Stores; General Merchandise Stores; Internet & Direct Marketing Retail; Specialty Stores',
  ],
  ['consumer-staples', 'Agricultural Products; Hypermarkets & Super Centers; Personal Products; Soft Drinks'],
  ['financials', 'Thrifts & Mortgage Finance; Other Diversified Financial Services'],
  ['real-estate', 'Residential REITs; Specialized REITs'],
]

function namesOf(list: string): string[] {
  return list.split(';').map((name) => name.trim().replace(/\s+/g, ' '))
}

/** Every sub-industry of the structure in force since 2023-03-17. */
export const subIndustries: readonly string[] = CURRENT.flatMap(([, names]) => namesOf(names))

const bySubIndustry = new Map(
  [...RETIRED, ...CURRENT].flatMap(([sector, names]) =>
    namesOf(names).map((name): [string, Sector] => [name.toLowerCase(), sectorOf(sector)]),
  ),
)

/** The sector of a GICS sub-industry, as {@link sectorOfSubIndustry} finds it; undefined for any other name. */
export function findSubIndustry(name: string): Sector | undefined {
  return bySubIndustry.get(name.trim().toLowerCase())
}

/**
 * The sector of a GICS sub-industry, case and outer blanks ignored, by the structure in force since 2023-03-17: `Data Processing &
 * Outsourced Services`, for example, was information technology before. Names given up then are known too.
 * @throws ConfigError for an unknown name, with the nearest
 */
export function sectorOfSubIndustry(name: string): Sector {
  const sector = findSubIndustry(name)
  if (sector === undefined)
    throw new ConfigError(
      `sub-industry ${quoted(name)} is unknown, the nearest is "${nearestName(name, subIndustries) ?? ''}"`,
    )
  return sector
}
