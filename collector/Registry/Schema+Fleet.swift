extension Schema {
    /// How stations are, as they told last, and what the province sets for them from afar.
    static let fleet = """
        -- The last heartbeat of each station.
        CREATE TABLE heartbeat (
            station TEXT NOT NULL PRIMARY KEY REFERENCES station (id),
            receivedAt INTEGER NOT NULL,
            -- When it was first said that something keeps the scanner; NULL while nothing does.
            scanErrorSince INTEGER,
            -- A Heartbeat in JSON.
            beat TEXT NOT NULL CHECK (json_valid(beat))
        ) STRICT, WITHOUT ROWID;

        -- Settings for stations, each time they were set. The latest row of a scope holds; rows are only added.
        CREATE TABLE stationSettings (
            -- Goes up over all scopes: what is made of several can never go back.
            number INTEGER PRIMARY KEY,
            -- An office, which stands for those below it too; NULL for the province.
            scope TEXT REFERENCES site (id),
            setAt INTEGER NOT NULL,
            setBy TEXT NOT NULL,
            -- A StationSettings in JSON; an empty one takes back what was set.
            content TEXT NOT NULL CHECK (json_valid(content))
        ) STRICT;
        CREATE INDEX stationSettingsByScope ON stationSettings (scope, number);
        CREATE TRIGGER stationSettingsAreNeverChanged BEFORE UPDATE ON stationSettings
            BEGIN SELECT RAISE(ABORT, 'settings are only added to'); END;
        CREATE TRIGGER stationSettingsAreNeverDeleted BEFORE DELETE ON stationSettings
            BEGIN SELECT RAISE(ABORT, 'settings are only added to'); END;
        """
}
