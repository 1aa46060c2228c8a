//! Examples and remedies for the codes about a person's answers.

use super::Explained;

pub(super) const DECISION_APPLIED: Explained = Explained {
    example: [
        "Ô D31 bị báo PB301, cán bộ huyện ghi 18,939 vào cột «Giá trị đúng» và lý do «xã xác nhận qua điện thoại»: 18,939 được đưa vào tổng.",
        "D31 had PB301, and the district wrote 18,939 as the right value with the reason «confirmed by telephone»: 18,939 is in the total.",
    ],
    mend: [
        "Lưu danh sách trả lời cùng hồ sơ; muốn đổi thì sửa cột «Giá trị đúng» rồi chạy lại.",
        "Keep the list of answers with the papers; to change one, edit the right value and run again.",
    ],
};

pub(super) const DECISION_STALE: Explained = Explained {
    example: [
        "Đã trả lời cho ô D31 ghi «18.939», sau đó xã gửi tệp mới có số khác: câu trả lời cũ không được dùng.",
        "An answer was given for D31 with «18.939», then the commune sent a new file with another figure: the old answer is not used.",
    ],
    mend: [
        "Mở danh sách phát hiện của lần chạy này: ô còn lỗi thì trả lời lại, hết lỗi thì bỏ câu trả lời cũ.",
        "Open the findings of this run: answer again if the cell is still in error, else drop the old answer.",
    ],
};

pub(super) const DECISION_UNCLEAR: Explained = Explained {
    example: [
        "Cột «Giá trị đúng» ghi «hỏi lại xã», hoặc chép lại nguyên «18.939» của chính ô đang hỏi: không rõ là số nào, không áp dụng.",
        "The right value says «hỏi lại xã», or repeats the very «18.939» that was asked about: which number is meant cannot be told, and it is not applied.",
    ],
    mend: [
        "Ghi một số kiểu Việt Nam (18,939), «-» nếu không phát sinh, «bỏ» để không lấy ô đó; với tệp nộp trùng thì ghi «dùng» cho đúng một tệp.",
        "Write a number the Vietnamese way (18,939), «-» where nothing arose, «leave out» for the cell; of several files write «use» for one.",
    ],
};

pub(super) const RECOMPUTED: Explained = Explained {
    example: [
        "Ô E20 bỏ trống, được trả lời 1.054.338.000; «Dự án 4» là công thức cộng E20 nên trong tệp thiếu số đó: tổng được tính lại có cả 1.054.338.000.",
        "E20 was blank and answered with 1.054.338.000; «Dự án 4» is a formula over E20 and lacks it in the file: the sum is computed again with 1.054.338.000.",
    ],
    mend: [
        "Đề nghị đơn vị ghi số đã quyết định vào tệp rồi gửi lại, để tệp và bảng tổng hợp như nhau.",
        "Have the unit write the decided figure into its file and send it again, so that file and consolidation agree.",
    ],
};
