/// What is imported for the province-year: offices that change within 2025, denominators, targets.
enum GoldenTables {
    /// On 01/07/2025 the district level ends and communes are merged, also across districts; some change before.
    static let sites = """
        site_id,name,level,parent_id,gso_code,valid_from,exempt,closed_on
        g-p,Trung tâm tỉnh,province,,94,2024-01-01,0,
        g-so,Sở Nội vụ,province,g-p,941,2024-01-01,1,
        g-d1,Huyện Một,district,g-p,951,2024-01-01,0,2025-07-01
        g-d2,Huyện Hai,district,g-p,952,2024-01-01,0,2025-07-01
        g-d3,Huyện Ba,district,g-p,953,2024-01-01,1,2025-07-01
        g-x,Thị xã Tư,district,g-p,954,2024-01-01,0,
        g-x,Phường Tư,commune,g-p,954,2025-07-01,0,
        g-c11,Xã Một Một,commune,g-d1,11,2024-01-01,0,2025-07-01
        g-c12,Xã Một Hai,commune,g-d1,12,2024-01-01,0,2025-07-01
        g-c13,Xã Một Ba,commune,g-d1,13,2024-01-01,0,2025-07-01
        g-c14,Xã Một Bốn,commune,g-d1,14,2024-01-01,0,
        g-c14,Xã Một Bốn,commune,g-p,14,2025-07-01,0,
        g-c21,Xã Hai Một,commune,g-d2,21,2024-01-01,0,2025-07-01
        g-c22,Xã Hai Hai,commune,g-d2,22,2024-01-01,0,2025-07-01
        g-c23,Xã Hai Ba,commune,g-d2,23,2024-01-01,1,2025-07-01
        g-c31,Xã Ba Một,commune,g-d3,31,2024-01-01,0,2025-03-10
        g-c32,Xã Ba Hai,commune,g-d3,32,2024-01-01,0,2025-07-01
        g-c33,Xã Ba Ba,commune,g-d3,33,2024-01-01,1,2025-07-01
        g-c41,Xã Bốn Một,commune,g-x,41,2024-01-01,0,2025-04-01
        g-c42,Xã Bốn Hai,commune,g-x,42,2025-05-15,0,
        g-c42,Xã Bốn Hai,commune,g-p,42,2025-09-01,1,
        g-q,Xã Lặng,commune,g-p,51,2024-01-01,0,
        g-n1,Xã Mới Một,commune,g-p,61,2025-07-01,0,
        g-n2,Xã Mới Hai,commune,g-p,62,2025-07-01,0,
        g-n3,Xã Mới Ba,commune,g-p,63,2025-07-01,0,
        g-n4,Xã Mới Bốn,commune,g-p,64,2025-07-01,0,
        g-n6,Xã Mới Sáu,commune,g-p,66,2025-07-01,0,
        """

    static let successions = """
        predecessor,successor,kind,day,decree
        g-c31,g-c32,merge,2025-03-10,NQ 1
        g-c11,g-n1,merge,2025-07-01,NQ 2
        g-c12,g-n1,merge,2025-07-01,NQ 2
        g-c21,g-n1,merge,2025-07-01,NQ 2
        g-c13,g-n2,rename,2025-07-01,NQ 2
        g-c14,g-n1,part,2025-07-01,NQ 2
        g-c22,g-n3,split,2025-07-01,NQ 2
        g-c22,g-n4,split,2025-07-01,NQ 2
        g-c32,g-n6,merge,2025-07-01,NQ 2
        g-c33,g-n6,merge,2025-07-01,NQ 2
        g-c23,g-n6,merge,2025-07-01,NQ 2
        """

    static let targets = """
        indicator,level,year,permille,reading,basis
        R1,province,2025,600,default,a
        R1,district,2024,300,default,a
        R1,district,2025,500,default,a
        R1,commune,2023,100,default,a
        R1,commune,2024,250,default,a
        R1,commune,2025,400,default,a
        R1,commune,2025,450,other,b
        R2,commune,2024,300,default,a
        R2,province,2026,900,default,a
        R3,province,2024,900,default,a
        R3,province,2025,1000,default,a
        R3,district,2025,80,default,a
        R3,commune,2025,950,default,a
        R3,commune,2025,1000,other,b
        R3,commune,2024,50,default,a
        R4,commune,2025,200,default,a
        R5,commune,2025,300,default,a
        R5,province,2025,10,default,a
        R6,district,2025,1000,default,a
        R6,commune,2025,900,default,a
        R6,commune,2025,950,other,b
        """

    /// Imports of denominators, each with what becomes of it.
    enum Fate { case approved, waiting, rejected }

    static let baselines: [(rows: [String], fate: Fate)] = [
        (yearly + partly + reported + inForce + windows, .approved),
        // What stands is the last that was approved.
        (["R1,g-c14,2025-03,7,", "R2,g-p,2025-Q2,41,", "R3,g-c14,2025,33,"], .approved),
        (["R1,g-c14,2025-04,1000,", "R1,g-c22,2025,1000,"], .waiting),
        (["R1,g-c14,2025-05,2000,", "R2,g-c22,2025,1000,"], .rejected),
    ]

    /// Whole years, quarters, months; two ways to make a period up.
    private static let yearly =
        ["R1,g-p,2025,90,", "R1,g-so,2025,4,", "R2,g-so,2025,9,", "R1,g-x,2025-H1,30,", "R1,g-x,2025-H2,31,"]
        + parts("R1", "g-p", "Q", 4, 22) + parts("R2", "g-p", "Q", 4, 30) + parts("R1", "g-c14", "", 12, 5)
        + parts("R2", "g-c14", "", 12, 3) + parts("R1", "g-c14", "Q", 2, 16) + parts("R2", "g-x", "", 12, 4)
        + parts("R1", "g-d1", "Q", 2, 40) + parts("R1", "g-d2", "Q", 2, 40) + parts("R1", "g-d3", "Q", 2, 0)
        + parts("R2", "g-d1", "Q", 2, 25)

    /// Of the days that an office was there; without gaps or with.
    private static let partly =
        ["R1,g-c11,2025-H1,25,", "R1,g-c12,2025-Q1,11,", "R1,g-c12,2025-Q2,12,", "R1,g-c13,2025-Q1,9,"]
        + ["R1,g-c21,2025-H1,14,", "R1,g-c41,2025-Q1,8,", "R1,g-c42,2025-05-15/2025-06-30,4,", "R1,g-c42,2025-H2,6,"]
        + ["R1,g-n1,2025-H2,31,", "R1,g-n2,2025-Q3,9,", "R1,g-n2,2025-Q4,9,", "R1,g-n3,2025-H2,3,"]
        + ["R2,g-c11,2025-H1,12,", "R2,g-n1,2025-H2,14,", "R1,g-c31,2025-01-01/2025-03-09,6,"]
        + ["R1,g-c32,2025-H1,22,", "R1,g-n6,2025-H2,25,", "R1,g-c33,2025-H1,4,", "R1,g-c23,2025-H1,5,"]
        + ["R2,g-c31,2025-02-10/2025-03-05,3,", "R2,g-c32,2025-02-10/2025-03-05,3,"]

    /// Numerators reported with them; of R4 and R6 there are no others.
    private static let reported =
        ["R2,g-c32,2025-01,6,2", "R2,g-c32,2025-02,5,1", "R2,g-c32,2025-03,4,", "R2,g-c31,2025-01,3,3"]
        + ["R4,g-c14,2025-Q1,9,3", "R4,g-c14,2025-Q2,9,11", "R4,g-p,2025,60,44", "R4,g-x,2025-H1,18,9"]
        + ["R4,level:district,2025-Q1,80,20", "R2,level:commune,2025-11,50,12", "R2,level:commune,2025-12,50,"]
        + ["R6,level:commune,2025-Q1,12,5", "R6,level:district,2025-Q1,4,2", "R6,level:district,2025-Q4,4,2"]
        + ["R2,g-c12,2025-Q1,10,25", "R4,g-n1,2025-Q3,12,7", "R4,g-c11,2025-Q2,5,1", "R4,g-c12,2025-Q2,5,1"]

    /// In force on a day: one within the other, over, of authorities that are no offices, of a level.
    private static let inForce =
        ["R3,g-p,2025,120,", "R3,g-p,2025-H1,110,", "R3,g-p,2025-Q2,100,", "R3,g-p,2025-04,90,70", "R3,g-so,2024,5,"]
        + ["R3,g-c11,2025,20,", "R3,g-c21,2025,9,", "R3,g-c13,2025-H1,12,", "R3,g-c14,2025,30,"]
        + ["R3,g-c31,2025,6,", "R3,g-c32,2025,17,", "R3,g-c33,2025,3,", "R3,g-c23,2025,4,", "R3,g-n1,2025-Q4,60,"]
        + ["R3,g-c22,2025,8,2", "R3,g-c41,2025,5,", "R3,province:000.00.03.H51,2025,14,", "R3,level:district,2025,70,"]
        + ["R3,g-x,2025-H2,11,"]

    /// Reporting windows, which are no calendar periods.
    private static let windows =
        ["R1,g-p,2025-Q1@15,21,", "R1,g-p,2025-Q2@15,22,", "R1,g-p,2025-H2@15,44,", "R2,g-p,2025-Q1@15,19,"]
        + (1...12).map { "R1,g-c14,2025-\($0 < 10 ? "0" : "")\($0)@15,6," }
        + ["R1,g-c11,2024-12-15/2025-06-30,26,", "R1,g-n1,2025-07-01/2025-12-14,29,"]

    private static func parts(
        _ indicator: String, _ site: String, _ form: String, _ count: Int, _ value: Int
    ) -> [String] {
        (1...count).map { number in
            let name = form.isEmpty ? (number < 10 ? "0\(number)" : "\(number)") : "\(form)\(number)"
            return "\(indicator),\(site),2025-\(name),\(value == 0 ? 0 : value + number % 3),"
        }
    }

    /// Periods, and the days of which reports are made: months, quarters, halves, the year, windows and other spans,
    /// before and after the offices change.
    static let requests: [(period: String, day: String)] = [
        ("2025", "2025-12-31"), ("2025", "2025-06-30"), ("2025", "2025-07-01"), ("2025", "2025-03-10"),
        ("2025", "2025-10-17"), ("2025-H1", "2025-06-30"), ("2025-H2", "2025-12-31"), ("2025-Q1", "2025-03-31"),
        ("2025-Q1", "2025-02-03"), ("2025-Q2", "2025-06-30"), ("2025-Q3", "2025-09-30"), ("2025-Q3", "2025-07-20"),
        ("2025-Q4", "2025-12-31"), ("2025-01", "2025-01-31"), ("2025-02", "2025-02-28"), ("2025-03", "2025-03-31"),
        ("2025-04", "2025-04-30"), ("2025-07", "2025-07-31"), ("2025-11", "2025-11-30"), ("2025-12", "2025-12-20"),
        ("2025@15", "2025-12-14"), ("2025-Q1@15", "2025-03-14"), ("2025-H2@15", "2025-12-14"),
        ("2025-07@15", "2025-07-14"), ("2025-02-10/2025-03-05", "2025-03-05"), ("2024-12-15/2025-08-20", "2025-08-20"),
        ("2024", "2024-12-31"), ("2024-05", "2024-05-31"),
    ]
}
