/// The icons, each one path on a field of 24 by 24, drawn by its line; the same as the station's.
enum Icons {
    /// Templates include them as `{{>icon-name}}`.
    static let paths: [String: String] = [
        "back": "m14.5 5-7 7 7 7",
        "check": "m4.5 12.5 5 5 10-11",
        "clock": "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0zM12 7v5l3.5 2",
        "down": "m5 9 7 7 7-7",
        "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
        "edit": "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
        "globe": "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0zM3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
        "leave": "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
        "lock": "M5 11h14v9h-14zM8 11V8a4 4 0 0 1 8 0v3",
        "mark": "M6 3h9l4 4v14H6zM9 14l2.5 2.5L16 12",
        "plus": "M12 5v14M5 12h14",
        "search": "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0zM15.5 15.5l5 5",
        "user": "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0zM4.5 20a7.5 7.5 0 0 1 15 0",
        "warn": "M12 3.5 2.5 20h19zM12 10v5M12 17.300v.2",
    ]
}
