import Dossiers
import Exchange
import Progress
import Registry
import Testing

@Suite("Importing procedures")
struct ProcedureImportTests {
    private let header = "procedure;name;paper;paperName;role;compulsory\n"

    @Test("The example that is shipped comes in, every procedure with a compulsory component and a result")
    func shipped() async throws {
        try await withRegistry { registry in
            let table = try ProcedureTable(try shippedData("procedures.csv"), file: "procedures.csv")
            let changes = try registry.replaceCatalogue(
                with: table.entries, by: "an", from: "procedures.csv", at: moment
            ).get()
            let procedures = try registry.procedures()
            #expect(changes.added.count == procedures.count)
            #expect(procedures.count >= 20)
            for procedure in procedures {
                #expect(procedure.papers.contains { $0.role == .component && $0.isCompulsory }, "\(procedure.code)")
                #expect(procedure.papers.contains { $0.role == .result }, "\(procedure.code)")
            }
            #expect(procedures.first { $0.code == "1.001193" }?.name == "Đăng ký khai sinh")
        }
    }

    @Test("Commas or semicolons, any order and case of the columns, spaces round the codes: it is the same")
    func forms() throws {
        let one = try ProcedureTable(
            Array((header + "1.001193;Đăng ký khai sinh;to-khai;Tờ khai;component;1\n").utf8), file: "x.csv")
        let other = try ProcedureTable(
            Array(
                "ROLE,compulsory,paper,papername,Procedure,name\ncomponent,1, to-khai ,Tờ khai,1.001193 ,Đăng ký khai sinh\n"
                    .utf8), file: "x.csv")
        #expect(one.entries == other.entries)
        let entry = try #require(one.entries.first)
        #expect((entry.procedure, entry.procedureName) == ("1.001193", "Đăng ký khai sinh"))
        #expect((entry.type, entry.name, entry.role, entry.isCompulsory) == ("to-khai", "Tờ khai", .component, true))
    }

    @Test(
        "Each mistake is told with its line and column",
        arguments: [
            (";A;p;P;component;1", "procedure", "it is empty"), ("1;;p;P;component;1", "name", "it is empty"),
            ("1;A;;P;component;1", "paper", "it is empty"), ("1;A;p;;component;1", "papername", "it is empty"),
            ("1;A;p;P;thành phần;1", "role", "“thành phần” is not a role: component, arising or result"),
            ("1;A;p;P;;1", "role", "it is empty; write a role"),
            ("1;A;p;P;component;có", "compulsory", "“có” is not 1 or 0"),
            ("1;A;p;P;component;", "compulsory", "it is empty; write 1 or 0"),
            ("\(String(repeating: "1", count: 65));A;p;P;component;1", "procedure", "is over 64 characters"),
            ("1;A;\(String(repeating: "p", count: 65));P;component;1", "paper", "is over 64 characters"),
            ("0;Khác;q;Q;component;1", "name", "0 is “Khác” here and “Đúng” on line 2; give it one name"),
            ("0;Đúng;p;Tên khác;component;0", "paper", "p as component of 0 is on line 2 already"),
        ])
    func mistakes(_ row: String, _ column: String, _ message: String) throws {
        let text = header + "0;Đúng;p;P;component;1\n" + row + "\n"
        let failure = try #require(throws: ImportFailure.self) {
            try ProcedureTable(Array(text.utf8), file: "procedures.csv")
        }
        #expect(failure.problems.count == 1)
        let problem = try #require(failure.problems.first)
        #expect((problem.line, problem.column) == (3, column))
        #expect(problem.message.contains(message), "\(problem.message)")
        #expect(failure.description.contains("Nothing was imported"))
    }

    @Test("A paper may be submitted and be the result of the same procedure, and be in several")
    func sameType() throws {
        let text = header + "1;A;p;P;component;1\n1;A;p;P;result;0\n2;B;p;P;component;1\n"
        #expect(try ProcedureTable(Array(text.utf8), file: "x.csv").entries.count == 3)
    }

    @Test("A file without a column that is needed, or without rows, is refused as a whole")
    func columns() throws {
        for text in [header, "procedure;name;paper;paperName;role\n1;A;p;P;component\n", ""] {
            #expect(throws: ImportFailure.self) { try ProcedureTable(Array(text.utf8), file: "x.csv") }
        }
    }
}
