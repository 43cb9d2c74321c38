import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Registry

/// One station: what it told last, what it delivered, and its key's fingerprint; and its revocation.
struct StationPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [gate.endpoint("/stations/{id}", for: .holders(.seeOperations), get: show, post: revoke)]
    }

    private struct Fact: Sendable {
        let name: String
        let value: String
        var isCode = false
    }

    private struct Pill: Sendable {
        let text: String
        let kind: String
    }

    private struct View: Sendable {
        let csrf: String
        let path: String
        let pills: [Pill]
        let officeHref: String?
        let office: String
        let facts: [Fact]
        let told: [Fact]
        let hasTold: Bool
        let mayRevoke: Bool
        let said: String?
    }

    private struct Reading: Sendable {
        let record: StationRecord
        let counts: StationCounts
        let entry: FleetReading.Entry?
        let office: String
    }

    private func read(_ ask: WebAsk) async throws -> Reading {
        let (access, now) = (try ask.member.access, ask.now)
        guard let id = ask.context.parameters.get("id").flatMap(StationID.init(rawValue:)) else {
            throw WebProblem.notFound
        }
        let reading = try await gate.registry.perform { registry throws(RegistryError) -> Reading? in
            guard let record = try registry.station(id), access.allows(.seeOperations, at: record.site) else {
                return nil
            }
            let records = try registry.siteRecords()
            let site = records.site(record.site, on: CalendarDay(now)) ?? records.facts[record.site]?.last
            return Reading(
                record: record, counts: try registry.counts(of: id),
                // With the others, beside which its version is old or not.
                entry: FleetReading(try registry.stationHealth(), at: now).entries.first { $0.id == id },
                office: site.map { $0.pageName(under: $0.parent.flatMap { records.facts[$0]?.last }) }
                    ?? record.site.rawValue)
        }
        guard let reading else { throw WebProblem.notFound }
        return reading
    }

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let (visitor, reading, language) = (try ask.member, try await read(ask), ask.language)
        let record = reading.record
        let concerns =
            reading.entry.map { entry in
                entry.concerns.map {
                    Pill(
                        text: Texts.concern($0, entry.station, at: ask.now)(language),
                        kind: $0 <= .scanner ? "bad" : "wait")
                }
            } ?? []
        let (standing, kind) = Texts.state(of: record.standing)
        let told = reading.entry?.station.heard.map { Self.told($0, language) } ?? []
        let view = View(
            csrf: visitor.session.csrf, path: "/stations/\(record.id)",
            pills: [Pill(text: standing(language), kind: kind)] + concerns,
            officeHref: visitor.access.allows(.seeFigures, at: record.site) ? "/offices/\(record.site)" : nil,
            office: reading.office, facts: Self.facts(reading, language), told: told, hasTold: !told.isEmpty,
            mayRevoke: record.standing == .active && visitor.access.allows(.manageStations, at: record.site),
            said: try ask.query.text("said") == "revoked" ? Texts.stationRevoked(language) : nil)
        return ask.page("station", view, title: record.label, at: .operations)
    }

    private static func facts(_ reading: Reading, _ language: Language) -> [Fact] {
        let (record, counts) = (reading.record, reading.counts)
        let never = Texts.never(language)
        return [
            Fact(name: Texts.stationIdentity(language), value: record.id.rawValue, isCode: true),
            Fact(name: Texts.fingerprint(language), value: record.key.spokenFingerprint, isCode: true),
            Fact(name: Texts.enrolledWhen(language), value: VietnamTime.text(record.enrolledAt)),
            Fact(name: Texts.lastContact(language), value: VietnamTime.text(record.lastSeenAt)),
            Fact(name: Texts.agent(language), value: record.agentVersion, isCode: true),
            Fact(name: Texts.deliveredTitle(language), value: Texts.delivered(counts, language)),
            Fact(
                name: Texts.lastReceipt(language), value: counts.lastReceiptAt.map(VietnamTime.text) ?? never),
        ]
    }

    private static func told(_ heard: StationHealth.Heard, _ language: Language) -> [Fact] {
        let (beat, never) = (heard.beat, Texts.never(language))
        let scanners = beat.scanners.map {
            $0.isThere == false ? Texts.scannerMissing($0.name)(language) : $0.name
        }
        return [
            Fact(name: Texts.toldWhen(language), value: VietnamTime.text(heard.at)),
            Fact(name: Texts.operatingSystem(language), value: beat.system ?? Texts.notTold(language)),
            Fact(
                name: Texts.queueWaiting(language), value: Texts.stationQueue(beat.waiting, beat.bytesWaiting, language)
            ),
            Fact(name: Texts.oldestWaiting(language), value: beat.oldestWaiting.map(VietnamTime.text) ?? "–"),
            Fact(name: Texts.freeDisk(language), value: Texts.bytes(beat.diskFree, language)),
            Fact(
                name: Texts.scannersTold(language),
                value: scanners.isEmpty ? Texts.noScannerYet(language) : scanners.joined(separator: ", ")),
            Fact(name: Texts.lastScan(language), value: beat.lastScan.map(VietnamTime.text) ?? never),
            Fact(
                name: Texts.lastScanError(language),
                value: beat.scanError.map { Texts.causeWithCode($0)(language) } ?? "–"),
            Fact(
                name: Texts.lastError(language), value: beat.lastError.map { Texts.causeWithCode($0)(language) } ?? "–"),
            Fact(name: Texts.appliedSettings(language), value: beat.settings.map { "\($0)" } ?? "–", isCode: true),
        ]
    }

    /// What the station signed stays valid; it delivers nothing more.
    @concurrent
    private func revoke(_ ask: WebAsk) async throws -> Response {
        let (visitor, reading) = (try ask.member, try await read(ask))
        try visitor.require(.manageStations, at: reading.record.site)
        guard ask.form.text("do") == "revoke" else { throw WebProblem.malformed }
        let (id, actor, now) = (reading.record.id, visitor.account.actor, ask.now)
        _ = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.revokeStation(id, by: actor, at: now)
        }
        return WebAsk.seeOther("/stations/\(id)?said=revoked")
    }
}
