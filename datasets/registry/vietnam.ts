import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import { quoted } from '../text/quoted.js'

/**
 * Vietnamese names of sectors by canonical id, as brokers and the exchange of Ho Chi Minh City write them: the ten industries of
 * the older ICB, the eleven sectors of GICS, the usual industries below them, and the codes of the exchange's sector indices.
 * They are compared without diacritics too. `Hàng tiêu dùng` (ICB's consumer goods) and `Dịch vụ tiêu dùng` (its consumer
 * services) have no exact counterpart under GICS: see `schemes.ts`.
 */
export const vietnameseNames: readonly (readonly [sector: string, names: readonly string[]])[] = [
  ['communication-services', ['Viễn thông', 'Dịch vụ viễn thông', 'Truyền thông', 'Dịch vụ truyền thông']],
  [
    'consumer-discretionary',
    [
      'Hàng tiêu dùng không thiết yếu',
      'Tiêu dùng không thiết yếu',
      'Dịch vụ tiêu dùng',
      'Bán lẻ',
      'Du lịch và Giải trí',
      'Ô tô và phụ tùng',
      'VNCOND',
    ],
  ],
  [
    'consumer-staples',
    ['Hàng tiêu dùng thiết yếu', 'Tiêu dùng thiết yếu', 'Hàng tiêu dùng', 'Thực phẩm và đồ uống', 'VNCONS'],
  ],
  ['energy', ['Năng lượng', 'Dầu khí', 'VNENE']],
  ['financials', ['Tài chính', 'Ngân hàng', 'Chứng khoán', 'Bảo hiểm', 'Dịch vụ tài chính', 'VNFIN']],
  ['health-care', ['Y tế', 'Dược phẩm', 'Dược phẩm và Y tế', 'Chăm sóc sức khỏe', 'VNHEAL']],
  ['industrials', ['Công nghiệp', 'Hàng và dịch vụ công nghiệp', 'Xây dựng', 'Vận tải', 'VNIND']],
  ['information-technology', ['Công nghệ thông tin', 'Công nghệ', 'VNIT']],
  ['materials', ['Nguyên vật liệu', 'Vật liệu', 'Vật liệu cơ bản', 'Hóa chất', 'Thép', 'Tài nguyên cơ bản', 'VNMAT']],
  ['real-estate', ['Bất động sản', 'VNREAL']],
  ['utilities', ['Tiện ích', 'Tiện ích cộng đồng', 'Dịch vụ tiện ích', 'Điện nước và xăng dầu khí đốt', 'VNUTI']],
]

/**
 * Canonical sector of the thirty stocks of the VN30 index as it stood in 2025, after the exchange's GICS classification. The
 * table is from memory; banks and brokers are beyond doubt, groups of several businesses (GVR, MSN, VIC) stand under their largest.
 */
const VN30: ReadonlyMap<string, string> = new Map([
  ['ACB', 'financials'],
  ['BCM', 'real-estate'],
  ['BID', 'financials'],
  ['CTG', 'financials'],
  ['DGC', 'materials'],
  ['FPT', 'information-technology'],
  ['GAS', 'utilities'],
  ['GVR', 'materials'],
  ['HDB', 'financials'],
  ['HPG', 'materials'],
  ['LPB', 'financials'],
  ['MBB', 'financials'],
  ['MSN', 'consumer-staples'],
  ['MWG', 'consumer-discretionary'],
  ['PLX', 'energy'],
  ['SAB', 'consumer-staples'],
  ['SHB', 'financials'],
  ['SSB', 'financials'],
  ['SSI', 'financials'],
  ['STB', 'financials'],
  ['TCB', 'financials'],
  ['TPB', 'financials'],
  ['VCB', 'financials'],
  ['VHM', 'real-estate'],
  ['VIB', 'financials'],
  ['VIC', 'real-estate'],
  ['VJC', 'industrials'],
  ['VNM', 'consumer-staples'],
  ['VPB', 'financials'],
  ['VRE', 'real-estate'],
])

/** Symbols of the VN30 in alphabetical order. */
export const vn30Symbols: readonly string[] = [...VN30.keys()]

/**
 * Canonical sector id of a stock of the VN30.
 * @throws ConfigError for any other symbol, with the nearest
 */
export function vn30SectorOf(symbol: string): string {
  const sector = VN30.get(symbol)
  if (sector === undefined)
    throw new ConfigError(
      `symbol ${quoted(symbol)} is not in the VN30, the nearest is "${nearestName(symbol, vn30Symbols) ?? ''}"`,
    )
  return sector
}
