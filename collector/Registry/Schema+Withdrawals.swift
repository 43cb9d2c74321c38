extension Schema {
    /// A baseline that should not be there at all is withdrawn by a further entry, which is approved as every other.
    static let withdrawals = """
        ALTER TABLE baselineEntry ADD COLUMN isWithdrawal INTEGER NOT NULL DEFAULT 0 CHECK (isWithdrawal IN (0, 1));
        """
}
