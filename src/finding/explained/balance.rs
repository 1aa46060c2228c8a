//! Examples and remedies for the codes about figures that do not agree with each other.

use super::Explained;

pub(super) const UNBALANCED: Explained = Explained {
    example: [
        "Vốn đầu tư ghi 2.245.700, nhưng NSTW 2.093.900 cộng NSĐP 121.800 là 2.215.700 (lệch 30.000): số vẫn dùng, số tổng hợp mang dấu (!).",
        "Investment says 2.245.700, but NSTW 2.093.900 and NSĐP 121.800 come to 2.215.700 (30.000 off): the figures are used and the total is marked (!).",
    ],
    mend: [
        "So từng số trong phép cộng với văn bản, trước hết là số mà phubieu ngờ gõ nhầm; sửa số sai, đừng sửa tổng chỉ để cho khớp.",
        "Compare each figure of the sum with the document, the one suspected of a slip first; correct what is wrong, do not bend the total.",
    ],
};

pub(super) const READ_BY_BALANCE: Explained = Explained {
    example: [
        "Bảng tính bằng nghìn đồng, ô NSĐP là chữ «121.800», còn tổng 2.215.700 và NSTW 2.093.900 thì chắc chắn: chỉ cách đọc 121.800 cộng lại khớp, nên lấy số đó.",
        "In a table of thousands NSĐP is the text «121.800», while the total 2.215.700 and NSTW 2.093.900 are sure: only the reading 121.800 adds up, so it is taken.",
    ],
    mend: [
        "Không cần sửa ngay; lần sau gõ số thật của Excel thay cho chữ.",
        "Need not be mended now; next time type a real number in place of text.",
    ],
};

pub(super) const PART_LACKING: Explained = Explained {
    example: [
        "«Dự án 3» ghi 520 triệu, bằng đúng Tiểu dự án 2; Tiểu dự án 1 ghi «…»: số của Dự án 3 chưa gồm Tiểu dự án 1, số tổng hợp mang dấu (!).",
        "«Dự án 3» says 520 million, exactly its Tiểu dự án 2, while Tiểu dự án 1 says «…»: the project's figure lacks it, and the total is marked (!).",
    ],
    mend: [
        "Ghi số của phần còn thiếu rồi tính lại tổng; nếu phần ấy không phát sinh thì ghi 0 hoặc «-».",
        "Write the figure that lacks and compute the sum again; where nothing arose in that part write 0 or «-».",
    ],
};

pub(super) const ACROSS_FORMS: Explained = Explained {
    example: [
        "Biểu kế hoạch vốn ghi vốn đầu tư 2.245.700.000, còn cộng các công trình trong biểu danh mục được 2.215.700.000: cả hai nơi được nêu, kèm tên ô.",
        "The capital plan says 2.245.700.000 of investment, the works in the list come to 2.215.700.000: both places are named with their cells.",
    ],
    mend: [
        "Đối chiếu hai biểu với quyết định giao vốn, sửa biểu ghi sai rồi gửi lại cả hai.",
        "Hold both forms against the decision that grants the money, correct the wrong one and send both again.",
    ],
};
