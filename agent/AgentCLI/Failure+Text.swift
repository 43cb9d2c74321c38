import Scanning
import Station
import Uplink

extension Failure {
    /// Why nothing gets through, and what to do, for the officer.
    var text: BilingualText { BilingualText(vietnamese: vietnamese, english: "\(self)") }

    private var vietnamese: String {
        switch self {
        case .transport(.untrusted):
            "Không tin cậy được chứng thư của máy chủ tỉnh, nên chưa gửi gì. Hãy kiểm tra ngày giờ của máy này; nếu đúng, báo "
                + "cán bộ kỹ thuật. Hồ sơ vẫn an toàn trên máy này."
        case .transport(.proxyRefused(407)), .status(407, _):
            "Máy chủ trung gian (proxy) đòi tên và mật khẩu. Hãy báo cán bộ kỹ thuật. Hồ sơ vẫn an toàn trên máy này."
        case .transport(.proxyRefused):
            "Máy chủ trung gian (proxy) không cho kết nối tới tỉnh. Hãy báo cán bộ kỹ thuật. Hồ sơ vẫn an toàn trên máy này."
        case .notTheCollector, .status(511, _):
            "Mạng trả lời thay cho máy chủ của tỉnh, có thể vì mạng đòi đăng nhập. Hãy mở một trang web khác để đăng nhập mạng; nếu "
                + "vẫn lỗi, báo cán bộ kỹ thuật. Hồ sơ vẫn an toàn trên máy này."
        case .transport: LinkState.noNetwork.vietnamese
        case .status(401, _), .status(403, _), .status(405, _), .status(501, _):
            "Mạng không cho gửi tới máy chủ của tỉnh. Hãy báo cán bộ kỹ thuật. Hồ sơ vẫn an toàn trên máy này."
        case .problem, .status: "Máy chủ của tỉnh đang bận. Cứ tiếp tục quét; hệ thống sẽ tự thử lại."
        }
    }
}

extension ProvinceSilence {
    /// What a request that failed means to the desk.
    init(_ failure: Failure) {
        self.init("\(failure)", text: failure.text, hasAnswered: failure.givenCode != nil)
    }
}
