extension Registry {
    /// The dossiers that `query` finds: in the order of codes where it is led by a code, else the latest to arrive first.
    ///
    /// Each criterion leads over an index, so that the cost does not grow with what is stored. Where no owner has the
    /// name, owners are found whose names are spelt nearly like it.
    package func dossiers(_ query: DossierQuery) throws(RegistryError) -> FoundDossiers {
        try read { db in
            let nothing = FoundDossiers(dossiers: [], isApproximate: false, next: nil)
            guard query.limit > 0 else { return nothing }
            let newest = try DossierSearch(query, among: DossierSearch.newest, in: db)?.run(db)
            // Where the list goes on, all of it was found among the newest.
            if let newest, newest.next != nil { return newest }
            let found = try DossierSearch(query, spelling: .exact, in: db)?.run(db) ?? nothing
            guard found.dossiers.isEmpty, query.ownerName != nil else { return found }
            var alike = try DossierSearch(query, spelling: .approximate, in: db)?.run(db) ?? nothing
            alike.isApproximate = !alike.dossiers.isEmpty
            return alike
        }
    }
}
