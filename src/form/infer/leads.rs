//! The words that headings of words begin with, and what they go on with where they head figures all the same.

/// What headings of words begin with that, going on, may head figures.
pub(super) struct Lead {
    /// Its first words.
    pub(super) word: &'static str,
    /// What it goes on with where words are to be written.
    pub(super) said: &'static [&'static str],
    /// What it goes on with where something is counted.
    pub(super) counted: &'static [&'static str],
    /// Going on with anything else, it counts.
    pub(super) counts: bool,
}

/// What is done to what: it has a day, a place, a reason.
const DEEDS: &[&str] = &[
    "thực hiện",
    "hoàn thành",
    "triển khai",
    "khởi công",
    "bắt đầu",
    "kết thúc",
    "tổ chức",
    "xảy ra",
    "xử lý",
    "đầu tư",
    "xây dựng",
    "hỗ trợ",
    "quản lý",
    "dự kiến",
    "vay",
    "thụ hưởng",
    "hưởng",
    "và",
];
const GRADES: &[&str] = &[
    "xuất sắc",
    "tốt",
    "giỏi",
    "khá",
    "trung bình",
    "yếu",
    "kém",
    "đạt",
    "chưa đạt",
    "không đạt",
    "hài lòng",
    "chưa hài lòng",
    "không hài lòng",
    "rất hài lòng",
    "hoàn thành",
    "chưa hoàn thành",
    "không hoàn thành",
    "đúng hạn",
    "loại",
];
const CAUSES: &[&str] = &[
    "tăng",
    "giảm",
    "chậm",
    "chưa",
    "không đạt",
    "không thực hiện",
    "vượt",
    "chủ quan",
    "khách quan",
    "tồn tại",
    "hạn chế",
    "chênh lệch",
    "thay đổi",
    "điều chỉnh",
    "biến động",
    "chính",
    "cụ thể",
    "và",
];

/// All of them; «Xã, thị trấn» is a unit, «Xã hội hóa» is money.
pub(super) const LEADS: &[Lead] = &[
    Lead { word: "xã", said: &["thị trấn", "phường", "thực hiện", "và"], counted: &[], counts: true },
    Lead { word: "huyện", said: &["thị xã", "thành phố", "quận", "và"], counted: &[], counts: true },
    Lead {
        word: "thôn",
        said: &["bản", "tổ", "xóm", "buôn", "ấp", "khu", "làng", "khối", "thực hiện", "và"],
        counted: &[],
        counts: true,
    },
    Lead {
        word: "người",
        said: &[
            "phụ trách",
            "thực hiện",
            "đại diện",
            "liên hệ",
            "ký",
            "lập",
            "nhận",
            "đứng đầu",
            "đứng tên",
            "đứng ra",
            "quản lý",
            "bảo lãnh",
            "giám hộ",
            "theo dõi",
            "chịu trách nhiệm",
            "chủ trì",
            "phối hợp",
            "sử dụng",
            "hướng dẫn",
            "báo cáo",
            "giao",
            "và",
        ],
        counted: &["nhận thức"],
        counts: true,
    },
    Lead {
        word: "ngày",
        said: &[],
        counted: &["công", "nắng", "mưa", "nghỉ", "làm việc", "giường", "điều trị", "học", "lao động"],
        counts: false,
    },
    Lead { word: "thời gian", said: DEEDS, counted: &[], counts: false },
    Lead { word: "hình thức", said: DEEDS, counted: &[], counts: false },
    Lead { word: "loại hình", said: DEEDS, counted: &[], counts: false },
    Lead {
        word: "quy mô",
        said: DEEDS,
        counted: &[
            "nhỏ",
            "vừa",
            "lớn",
            "trên",
            "dưới",
            "từ",
            "siêu nhỏ",
            "1",
            "2",
            "3",
            "5",
            "6",
            "10",
            "20",
            "50",
            "100",
        ],
        counts: false,
    },
    Lead {
        word: "đối tượng",
        said: &[
            "thụ hưởng",
            "hưởng",
            "vay",
            "hỗ trợ",
            "được",
            "tham gia",
            "nuôi",
            "đầu tư",
            "áp dụng",
            "phục vụ",
            "và",
        ],
        counted: &[],
        counts: true,
    },
    Lead {
        word: "tình trạng", said: &["pháp lý", "hiện nay", "hiện tại", "sử dụng"], counted: GRADES, counts: false
    },
    Lead { word: "địa điểm", said: DEEDS, counted: &["du lịch"], counts: false },
    Lead {
        word: "địa chỉ", said: &["liên hệ", "thường trú", "hiện nay"], counted: &["tin cậy", "đỏ"], counts: false
    },
    Lead { word: "địa bàn", said: DEEDS, counted: &["đặc biệt khó khăn", "khó khăn"], counts: false },
    Lead { word: "lý do", said: CAUSES, counted: &[], counts: false },
    Lead { word: "nguyên nhân", said: CAUSES, counted: &[], counts: false },
    Lead { word: "giải pháp", said: DEEDS, counted: &[], counts: false },
    Lead { word: "kiến nghị", said: &["đề xuất", "và"], counted: &["của cử tri"], counts: false },
    Lead { word: "xếp loại", said: &[], counted: GRADES, counts: false },
    Lead { word: "đánh giá", said: &[], counted: GRADES, counts: false },
    Lead { word: "tự đánh giá", said: &[], counted: GRADES, counts: false },
];

/// What headings of an account of what was done begin with.
pub(super) struct Account {
    /// Its first words.
    pub(super) word: &'static str,
    /// What it goes on with; with anything else it may head figures.
    pub(super) said: &'static [&'static str],
    /// Whatever it goes on with, it heads words.
    pub(super) goes_on: bool,
    /// It does where the figures of what was done stand in another column.
    pub(super) beside_done: bool,
}

const fn whole(word: &'static str, said: &'static [&'static str]) -> Account {
    Account { word, said, goes_on: false, beside_done: false }
}

const fn phrase(word: &'static str) -> Account {
    Account { word, said: &[], goes_on: true, beside_done: false }
}

const fn beside_done(word: &'static str) -> Account {
    Account { word, said: &[], goes_on: false, beside_done: true }
}

/// All of them. «Khó khăn về nhà ở» counts households, «Hiện trạng» may be areas before those that are planned.
pub(super) const ACCOUNTS: &[Account] = &[
    whole("khó khăn", &["vướng mắc", "tồn tại", "hạn chế", "trong", "và"]),
    whole("vướng mắc", &["khó khăn", "tồn tại", "trong", "và"]),
    whole("tồn tại", &["hạn chế", "vướng mắc", "khuyết điểm", "yếu kém", "và"]),
    whole("hạn chế", &["tồn tại", "yếu kém", "khuyết điểm", "và"]),
    whole("nguồn vốn", &["thực hiện"]),
    whole("phân loại", &[]),
    whole("cấp hạng", &[]),
    whole("loại đất", &[]),
    whole("loại rừng", &[]),
    whole("vị trí", &["thi công", "xây dựng", "khu đất"]),
    whole("phương hướng", &["nhiệm vụ", "giải pháp", "khắc phục"]),
    whole("mức độ hoàn thành", &[]),
    whole("mức độ đạt chuẩn", &[]),
    whole("tiến độ thực hiện", &[]),
    whole("tiến độ thi công", &[]),
    whole("dự kiến hoàn thành", &[]),
    whole("ý kiến", &["đề xuất", "của xã", "của thôn", "của đơn vị"]),
    whole("diễn giải", &[]),
    whole("thuyết minh", &[]),
    whole("căn cứ", &["pháp lý", "thực hiện", "tính"]),
    beside_done("kết quả"),
    beside_done("hiện trạng"),
    phrase("kết quả xếp loại"),
    phrase("kết quả tự đánh giá"),
    phrase("kết quả đánh giá"),
    phrase("nội dung hỗ trợ"),
    phrase("nội dung vi phạm"),
    phrase("nội dung thực hiện"),
    phrase("nội dung công việc"),
    phrase("nội dung đầu tư"),
    phrase("văn bản chỉ đạo"),
    phrase("văn bản hướng dẫn"),
    phrase("biện pháp khắc phục"),
    phrase("biện pháp xử lý"),
    phrase("trích yếu"),
    phrase("loại thiên tai"),
    phrase("tên chủ hộ"),
    phrase("bên nhận khoán"),
    phrase("bên giao khoán"),
    phrase("cán bộ phụ trách"),
    phrase("cán bộ theo dõi"),
    phrase("hồ sơ minh chứng"),
    phrase("cây trồng chính"),
    phrase("đạt/không đạt"),
    phrase("đạt/chưa đạt"),
];
