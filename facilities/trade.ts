/** What selling kinds say about goods and money, so that the same word means the same everywhere. */
import { z } from 'zod'

/** Ids that others give out (orders, parcels, products): kept as text, leading zeros and all. */
export const identifier = z.string().min(1).max(64)

/** Shelf, lane or coil of a machine; machines that number theirs send the number as text. */
export const lane = z.string().min(1).max(16)

/**
 * Money in fen. Negative is a refund, so that the sum over the sales is the turnover; 0 is goods given away.
 * The bound of 100,000 yuan is there to refuse numbers that are no money.
 */
export const fen = z.int().min(-10_000_000).max(10_000_000)

/** Pieces sold; negative when they came back with a refund, 0 when only the money went back. */
export const pieces = z.int().min(-1_000).max(1_000)

/** Pieces on a shelf. */
export const stock = z.int().min(0).max(100_000)

/** Traceability code of the batch (追溯码). */
export const trace = z.string().min(1).max(128)

/** One product of a sale, as on the till's receipt. */
const saleLine = z.object({ sku: identifier, quantity: pieces, amountFen: fen, trace: trace.optional() })

export const saleLines = z.array(saleLine).min(1).max(200)
