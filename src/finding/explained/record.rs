//! Examples and remedies for the codes about consolidated workbooks that are put together one level up.

use super::Explained;

pub(super) const RECORD_EDITED: Explained = Explained {
    example: [
        "Trong bảng tổng hợp của huyện, ai đó sửa 154 thành 145 ở trang «Số liệu»: ô đó không được dùng, các ô khác vẫn dùng.",
        "In a district's workbook somebody changed 154 to 145 on «Số liệu»: that figure is not used, all others are.",
    ],
    mend: [
        "Sửa ở bản nộp của xã (hoặc trả lời bằng --decisions) rồi để huyện tổng hợp lại; không sửa trong bảng tổng hợp.",
        "Mend it in the commune's submission (or answer with --decisions) and let the district consolidate again.",
    ],
};

pub(super) const RECORD_BROKEN: Explained = Explained {
    example: [
        "Trang «Số liệu» mất 28 dòng của một xã: tổng của huyện sẽ thiếu mà không ai biết, nên cả bảng bị loại.",
        "The lines of one commune were deleted from «Số liệu»: the district's total would lack them in silence.",
    ],
    mend: [
        "Lấy lại bảng do phubieu ghi ra, hoặc đưa thẳng các bản nộp của xã vào.",
        "Take the workbook as phubieu wrote it, or give the communes' submissions themselves.",
    ],
};

pub(super) const RECORD_OTHER_ERA: Explained = Explained {
    example: [
        "Tổng hợp năm 2025 (34 tỉnh, không còn huyện) nhưng đưa vào bảng của huyện năm 2024: mã 02185 nay là xã Côn Minh mới.",
        "A round of 2025 (34 provinces, no districts) is given a district's workbook of 2024: 02185 is another commune now.",
    ],
    mend: [
        "So sánh các năm bằng «phubieu rollup». Đợt từ 1/7/2025 nhận được bảng của các xã cũ gộp trọn vào xã mới, nếu bảng ghi đúng kỳ của đợt; xã cũ bị chia thì xin biểu của xã mới.",
        "Put years side by side with `phubieu rollup`. A round from 1 July 2025 on takes workbooks of communes of then that went wholly into one of today, where they are of its period; of one that was split ask for the new communes' tables.",
    ],
};

pub(super) const RECORD_OTHER_FORM: Explained = Explained {
    example: [
        "Huyện A dùng biểu «chi-tieu» đã thêm một dòng, huyện B dùng biểu gốc.",
        "District A used «chi-tieu» with a row added, district B the form as it is.",
    ],
    mend: [
        "Gửi một tệp biểu mẫu chung cho các huyện và tổng hợp lại bằng --form.",
        "Send all districts one form file and let them consolidate with --form.",
    ],
};

pub(super) const RECORD_ELSEWHERE: Explained = Explained {
    example: [
        "Tổng hợp tỉnh Bắc Kạn nhưng trong thư mục có bảng của một huyện thuộc tỉnh Cao Bằng.",
        "Bắc Kạn is consolidated, and the folder holds the workbook of a district of Cao Bằng.",
    ],
    mend: ["Bỏ tệp ra, hoặc ghi đúng --under.", "Take the file out, or give the right --under."],
};

pub(super) const TWO_WAYS: Explained = Explained {
    example: [
        "Xã Côn Minh gửi thẳng lên tỉnh, và cũng nằm trong bảng của huyện Na Rì với đúng các số đó.",
        "Côn Minh sent its workbook to the province, and stands in the district's with the same figures.",
    ],
    mend: [
        "Không phải làm gì. Nếu số khác nhau, phubieu báo lỗi nộp trùng và chờ quyết định.",
        "Nothing to do. Where figures differ, it is told as a duplicate and waits for a decision.",
    ],
};

pub(super) const VISIBLE_DIFFERS: Explained = Explained {
    example: [
        "Ô D12 của «Tổng hợp» ghi 1.540 vì có người gõ đè, còn số liệu của các xã cộng lại được 1.450.",
        "D12 of the summary says 1.540 because somebody typed over it; the communes' figures come to 1.450.",
    ],
    mend: [
        "Không gõ đè lên bảng tổng hợp: sửa ở bản nộp hoặc trả lời bằng --decisions, rồi tổng hợp lại.",
        "Do not type over the workbook: mend the submission or answer with --decisions, and consolidate again.",
    ],
};

pub(super) const SOURCE_DIFFERS: Explained = Explained {
    example: [
        "Bảng tổng hợp ghi 154 ở ô C12 của xã Côn Minh, mở lại đúng tệp đó thì ô C12 là 145.",
        "The workbook has 154 from C12 of Côn Minh; the same file says 145 there.",
    ],
    mend: [
        "Tổng hợp lại từ các bản nộp; nếu vẫn khác, gửi cả hai tệp cho người phụ trách phubieu.",
        "Consolidate the submissions again; if they still differ, send both files to whoever looks after phubieu.",
    ],
};

pub(super) const SOURCE_MISSING: Explained = Explained {
    example: [
        "Kiểm chứng bảng của huyện với thư mục chỉ có 15 trên 17 tệp: hai tệp kia không đối chiếu được.",
        "A district's workbook is verified with a folder of 15 of its 17 files: two cannot be compared.",
    ],
    mend: ["Đưa đủ các tệp đã dùng khi tổng hợp.", "Give all files that were consolidated."],
};

pub(super) const SOURCE_NEW: Explained = Explained {
    example: [
        "Xã gửi lại tệp sau khi huyện đã tổng hợp: tên như cũ nhưng nội dung khác.",
        "A commune sent its file again after the district consolidated: the name is the same, the contents are not.",
    ],
    mend: ["Tổng hợp lại nếu tệp mới là bản đúng.", "Consolidate again where the new file is the right one."],
};

pub(super) const NO_RECORD: Explained = Explained {
    example: [
        "Trong thư mục lũy kế có bản nộp của một xã, hoặc bảng tổng hợp gõ tay.",
        "The folder of a roll-up holds a commune's submission, or a workbook typed by hand.",
    ],
    mend: ["Tổng hợp bằng phubieu trước.", "Consolidate with phubieu first."],
};

pub(super) const RECORD_WITHOUT_PERIOD: Explained = Explained {
    example: [
        "Bảng tổng hợp các tệp không ghi năm nào; hoặc gồm một biểu của năm 2024 và một biểu của quý III/2024.",
        "A workbook made of files that name no year; or of a form of 2024 and one of its third quarter.",
    ],
    mend: [
        "Tổng hợp lại với --period 2024; các biểu khác kỳ thì tổng hợp riêng từng biểu (--form).",
        "Consolidate again with --period 2024; forms of several periods each alone (--form).",
    ],
};

pub(super) const PERIOD_MISSING: Explained = Explained {
    example: [
        "Có 2021, 2022 và 2024: thiếu 2023, nên số cộng cả giai đoạn thiếu một năm.",
        "There are 2021, 2022 and 2024: what the stage comes to lacks 2023.",
    ],
    mend: ["Thêm bảng tổng hợp của kỳ còn thiếu.", "Add the workbook of the missing period."],
};

pub(super) const NOT_BACK: Explained = Explained {
    example: [
        "Số năm 2025 của xã Côn Minh mới (gộp từ nhiều xã) không chia lại được cho các xã cũ.",
        "Figures of 2025 of the new commune Côn Minh cannot be given to the communes it was made of.",
    ],
    mend: ["Xem tất cả theo đơn vị mới: --era 2025.", "Show all in today's units: --era 2025."],
};

pub(super) const REBASED_IN_PART: Explained = Explained {
    example: [
        "Một xã cũ bị chia cho hai xã mới: không có tỷ lệ chia thì số của nó không thuộc xã mới nào.",
        "A commune was split between two new ones: without shares its figures belong to neither.",
    ],
    mend: [
        "Lập tệp tỷ lệ (old_code,new_code,share), ví dụ theo dân số, và đưa vào bằng --shares.",
        "Write a file of shares (old_code,new_code,share), by population for example, and give it with --shares.",
    ],
};

pub(super) const PARTS_DISAGREE: Explained = Explained {
    example: [
        "Bốn quý năm 2024 cộng lại được 1.200 hộ, báo cáo năm ghi 1.250.",
        "The four quarters of 2024 add to 1,200 households, the report of the year says 1,250.",
    ],
    mend: [
        "Hỏi đơn vị số nào đúng: báo cáo năm thường đã điều chỉnh mà các quý chưa sửa.",
        "Ask which is right: a year's report has often been corrected where the quarters have not.",
    ],
};

pub(super) const AMONG_SUBMISSIONS: Explained = Explained {
    example: [
        "Trong thư mục có bảng tổng hợp huyện Na Rì của 16 xã và tệp của xã Văn Vũ: bảng bị để ngoài, tổng chỉ có xã Văn Vũ.",
        "A workbook of Na Rì with 16 communes lies beside the file of xã Văn Vũ: the workbook is left out, and the total has Văn Vũ only.",
    ],
    mend: [
        "Đưa đủ bản nộp của các xã vào; hoặc tổng hợp riêng các tệp mới rồi tổng hợp hai bảng với nhau. Nếu là kết quả cũ thì chuyển ra khỏi thư mục.",
        "Give the submissions of all communes; or consolidate the new files by themselves, and then both workbooks. If it is an old result, move it out of the folder.",
    ],
};

pub(super) const EARLIER_DROPPED: Explained = Explained {
    example: [
        "Bảng lũy kế 2022-2024 được lũy kế tiếp với bảng năm 2025: chỉ năm 2024 và 2025 vào bảng mới.",
        "A roll-up of 2022 to 2024 is rolled on with 2025: only 2024 and 2025 come into the new one.",
    ],
    mend: ["Lũy kế lại từ bảng tổng hợp của từng năm.", "Roll up the consolidated workbooks of all years again."],
};

pub(super) const OUTSIDE_PERIOD: Explained = Explained {
    example: [
        "Lũy kế với --period 2024 một thư mục có bảng của các năm 2022, 2023 và 2024.",
        "A folder with workbooks of 2022, 2023 and 2024 is rolled up with --period 2024.",
    ],
    mend: ["Bỏ --period, hoặc ghi đúng kỳ.", "Leave --period out, or name the right one."],
};

pub(super) const NOT_VERIFIED: Explained = Explained {
    example: [
        "Kiểm chứng riêng bảng lũy kế 2022-2024: «Theo năm», «Biến động», «Nộp theo kỳ» có số của 2022, 2023.",
        "A roll-up of 2022 to 2024 is verified by itself: «By period», «Changes», «Received by period» have figures of 2022 and 2023.",
    ],
    mend: [
        "Đưa các bảng tổng hợp của các kỳ vào cùng lệnh kiểm chứng.",
        "Give the consolidated workbooks of the periods to `phubieu verify` as well.",
    ],
};

pub(super) const SHEET_MISSING: Explained = Explained {
    example: [
        "Trang «Tổng hợp» được đổi tên thành «TH huyện» trước khi in.",
        "The sheet «Summary» was renamed before it was printed.",
    ],
    mend: ["Đặt lại tên cũ cho trang, hoặc tổng hợp lại.", "Give the sheet its old name, or consolidate again."],
};

pub(super) const WEIGHTS_DIFFER: Explained = Explained {
    example: [
        "«058 cũ.xlsx» ghi xã Bằng Vân 517 hộ, «058.xlsx» ghi 571 hộ.",
        "«058 old.xlsx» has 517 households for a commune, «058.xlsx» 571.",
    ],
    mend: [
        "Bỏ bảng cũ, hoặc chỉ rõ trọng số đúng bằng --units.",
        "Leave out the old workbook, or say the right weights with --units.",
    ],
};
