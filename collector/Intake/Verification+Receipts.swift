import Exchange
import Foundation
import Registry

extension Verification {
    /// Checks every receipt's signature, what it says, and that no number is missing.
    mutating func checkReceipts() throws {
        var number = 0
        while true {
            let receipts = try registry.receipts(after: number, limit: 500)
            guard !receipts.isEmpty else { return }
            for receipt in receipts {
                count(\.receipts)
                if receipt.number != number + 1 {
                    note(
                        .receiptMissing, "\(number + 1)",
                        "receipt \(receipt.number) follows receipt \(number): receipts between were removed")
                }
                number = receipt.number
                check(receipt)
            }
        }
    }

    private mutating func check(_ stored: StoredReceipt) {
        let name = "\(stored.number)"
        let receipt: Receipt
        do {
            receipt = try Receipt.open(try Wire.decode(Envelope.self, from: stored.envelope), with: key)
        } catch {
            if case OpenError.badSignature? = error as? OpenError {
                note(.receiptSignature, name, "the signature is not that of this collector's key")
            } else {
                note(.receiptDamaged, name, "the stored receipt cannot be read; restore the index from a backup")
            }
            return
        }
        let agrees =
            receipt.number == stored.number && receipt.manifest == stored.manifest
            && receipt.station == stored.station && receipt.sequence == stored.sequence && receipt.site == stored.site
            && receipt.outcome == stored.outcome
        if !agrees {
            note(.receiptDamaged, name, "the receipt says another thing than the index; restore it from a backup")
        }
    }
}
