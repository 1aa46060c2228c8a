//! Forms as workbooks: blanks with the form's own formulas, in many layouts, and filled ones that were
//! moved about. Written with nothing of the program but its model.
#![allow(clippy::disallowed_methods)] // these texts are its own

use phubieu::address::ColumnName;
use phubieu::form::heading::{HeadingPattern, with_year};
use phubieu::form::model::label_key;
use phubieu::form::{
    Aggregate, Balance, Column, Figure, Form, Kind, Over, Relation, Role, Row, RowIndex, Rule, Shape, Term,
};
use phubieu::vietnamese::measure::Measure;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// How many items a filled list has.
pub const ITEMS: usize = 5;

/// How a blank is laid out.
#[derive(Debug, Clone)]
pub struct Blank {
    /// Blank rows above, and columns left of the table.
    pub top: u32,
    pub left: u16,
    /// Column rules stand in the index row; else as formulas of cells.
    pub index_formulas: bool,
    /// `(1)`, `1`, or what Excel makes of a typed `(1)`.
    pub index: Index,
    /// Headings of one level are merged down.
    pub merged_down: bool,
    /// Numbers stand before the labels, in a table without a column of numbers.
    pub signature: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    Brackets,
    Bare,
    Negative,
}

impl Default for Blank {
    fn default() -> Self {
        Self { top: 0, left: 0, index_formulas: true, index: Index::Brackets, merged_down: true, signature: true }
    }
}

impl Blank {
    pub fn describe(&self) -> String {
        format!("{self:?}")
    }

    /// The form as a blank workbook.
    pub fn workbook(&self, form: &Form) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Biểu").unwrap();
        let mut at = self.top;
        sheet.write_string(at, self.left, "UBND XÃ ……………").unwrap();
        sheet.write_string(at + 2, self.left, with_year(&form.title, "2024").to_uppercase()).unwrap();
        at += 3;
        if !form.measure.is_empty() {
            sheet.write_string(at, self.left + 1, format!("Đơn vị tính: {}", form.measure)).unwrap();
            at += 1;
        }
        let body = self.headings(sheet, form, at);
        for (n, row) in form.rows.iter().enumerate() {
            self.row(sheet, form, body, n, row);
        }
        if form.is_list() {
            for n in 0..ITEMS as u32 {
                sheet.write_number(body + n, self.left, n + 1).unwrap();
            }
        }
        if self.signature {
            let below = body + form.rows.len().max(ITEMS) as u32 + 1;
            sheet.write_string(below, self.left, "Nơi nhận:").unwrap();
            sheet.write_string(below, self.left + 2, "TM. ỦY BAN NHÂN DÂN").unwrap();
        }
        book.save_to_buffer().unwrap()
    }

    fn headings(&self, sheet: &mut Worksheet, form: &Form, top: u32) -> u32 {
        let levels: Vec<Vec<String>> =
            form.columns.iter().map(|c| c.heading.iter().map(|l| with_year(l, "2024")).collect()).collect();
        let depth = write_headings(sheet, top, self.left, &levels, self.merged_down);
        let index = top + depth;
        for (n, _) in form.columns.iter().enumerate() {
            let at = self.left + n as u16;
            let rule = form
                .rules
                .iter()
                .find(|r| r.over == Over::Columns && r.balance.left == n)
                .filter(|_| self.index_formulas);
            let name = |n: &usize| match self.index {
                Index::Brackets => format!("({})", n + 1),
                _ => format!("{}", n + 1),
            };
            match (rule, self.index) {
                (Some(rule), _) if !matches!(rule.balance.relation, Relation::AtMost(_)) => {
                    let text = rule.balance.map(|at| Some(name(at))).unwrap().to_string().replace(' ', "");
                    sheet.write_string(index, at, text).unwrap();
                }
                (_, Index::Brackets) => _ = sheet.write_string(index, at, name(&n)).unwrap(),
                (_, Index::Bare) => _ = sheet.write_number(index, at, (n + 1) as f64).unwrap(),
                (_, Index::Negative) => _ = sheet.write_number(index, at, -((n + 1) as f64)).unwrap(),
            }
        }
        index + 1
    }

    fn row(&self, sheet: &mut Worksheet, form: &Form, body: u32, n: usize, row: &Row) {
        let at = body + n as u32;
        let cell = |row: usize, column: usize| {
            format!("{}{}", ColumnName(u32::from(self.left) + column as u32), body as usize + row + 1)
        };
        for (c, column) in form.columns.iter().enumerate() {
            let col = self.left + c as u16;
            match column.role {
                Role::Number if !row.stt.is_empty() => _ = sheet.write_string(at, col, &row.stt).unwrap(),
                Role::Label => _ = sheet.write_string(at, col, &row.label).unwrap(),
                Role::Measure if !row.is_group() => _ = sheet.write_string(at, col, &row.figure.measure).unwrap(),
                Role::Value => {
                    let adds = column.figure.as_ref().is_none_or(|f| f.aggregate.adds());
                    let of_rows =
                        form.rules.iter().find(|r| r.over == Over::Rows && r.balance.left == n).filter(|_| adds);
                    let of_columns = form.rules.iter().find(|r| r.over == Over::Columns && r.balance.left == c);
                    let formula = match (of_rows, of_columns.filter(|_| !self.index_formulas)) {
                        (_, Some(rule)) if !row.is_group() => formula(&rule.balance, |c| cell(n, c)),
                        (Some(rule), _) => formula(&rule.balance, |r| cell(r, c)),
                        _ => None,
                    };
                    if let Some(formula) = formula {
                        sheet.write_formula(at, col, Formula::new(formula).set_result("")).unwrap();
                    }
                }
                _ => {}
            }
        }
    }
}

/// A rule as Excel has it; «trong đó» has no formula.
fn formula(balance: &Balance<usize>, cell: impl Fn(usize) -> String) -> Option<String> {
    Some(match &balance.relation {
        Relation::Sum(terms) => {
            let terms = terms.iter().map(|t| format!("{}{}", if t.minus { "-" } else { "+" }, cell(t.of)));
            format!("={}", terms.collect::<String>().trim_start_matches('+'))
        }
        Relation::Quotient { over, under, factor } => format!("={}/{}*{factor}", cell(*over), cell(*under)),
        Relation::AtMost(_) => return None,
    })
}

/// Writes headings of several levels; gives how many rows they take.
fn write_headings(sheet: &mut Worksheet, top: u32, left: u16, columns: &[Vec<String>], merged_down: bool) -> u32 {
    let depth = columns.iter().map(Vec::len).max().unwrap() as u32;
    let format = Format::new();
    for level in 0..depth as usize {
        let mut at = 0;
        while at < columns.len() {
            let head = columns[at].get(..=level);
            let deeper = columns[at].len() > level + 1;
            let same = |c: &&Vec<String>| head.is_some() && c.get(..=level) == head && c.len() > level + 1 && deeper;
            let span = columns[at..].iter().take_while(same).count().max(1);
            if let Some(text) = columns[at].get(level) {
                let last = if !deeper && merged_down { depth - 1 } else { level as u32 };
                let (row, col) = (top + level as u32, left + at as u16);
                if span > 1 || last > level as u32 {
                    sheet.merge_range(row, col, top + last, col + span as u16 - 1, text, &format).unwrap();
                } else {
                    sheet.write_string(row, col, text).unwrap();
                }
            }
            at += span;
        }
    }
    depth
}

/// Words that labels of made-up forms are made of; none is a word that means something to a table.
const NOUNS: &[&str] = &[
    "hộ được vay vốn",
    "đường giao thông",
    "trạm bơm",
    "kênh mương",
    "lớp học",
    "học viên",
    "vườn ươm",
    "cầu treo",
    "chợ xã",
    "nhà ở",
    "bò sinh sản",
    "dê núi",
    "ao cá",
    "cây chè",
    "rừng trồng",
    "tổ hợp tác",
    "điểm bưu điện",
    "sân thể thao",
    "loa truyền thanh",
    "tủ sách",
    "bể nước",
    "máy cày",
    "giếng khoan",
    "lò sấy",
    "nhà kho",
    "cối xay",
    "thuyền máy",
    "vườn rau",
    "đập tràn",
    "nhà trẻ",
    "sân phơi",
];
const MEASURES: &[&str] = &["Hộ", "Người", "Công trình", "Km", "Ha", "Triệu đồng", "Tấn"];

fn figure(measure: &str) -> Figure {
    let dimension = Measure::parse(measure);
    let counted = dimension.as_ref().is_some_and(Measure::is_counted);
    Figure {
        measure: measure.to_owned(),
        dimension,
        kind: if counted { Kind::Integer } else { Kind::Number },
        aggregate: Aggregate::Sum,
        min: None,
        max: None,
        below_one: false,
    }
}

fn column(code: &str, role: Role, heading: &[&str]) -> Column {
    Column {
        code: code.to_owned(),
        role,
        heading: heading.iter().map(|h| (*h).to_owned()).collect(),
        patterns: vec![HeadingPattern::new(&heading.join(" › "))],
        dot: None,
        cumulative: None,
        figure: None,
        signed: false,
        not_added: std::sync::OnceLock::new(),
    }
}

/// Columns of figures: alone, or in one or two groups with their totals, two or three levels deep.
fn value_columns(shape: u8) -> Vec<Column> {
    let value = |code: &str, heading: &[&str]| column(code, Role::Value, heading);
    match shape % 4 {
        0 => vec![value("v1", &["Kết quả đạt được"])],
        1 => vec![value("v1", &["Số đầu kỳ"]), value("v2", &["Tăng trong kỳ"]), value("v3", &["Số cuối kỳ"])],
        2 => vec![
            value("v1", &["Tổng số"]),
            value("v2", &["Vốn đầu tư", "Tổng số"]),
            value("v3", &["Vốn đầu tư", "NSTW"]),
            value("v4", &["Vốn đầu tư", "NSĐP"]),
            value("v5", &["Vốn sự nghiệp", "Tổng số"]),
            value("v6", &["Vốn sự nghiệp", "NSTW"]),
            value("v7", &["Vốn sự nghiệp", "NSĐP"]),
        ],
        _ => vec![
            value("v1", &["Kỳ báo cáo", "Tổng số"]),
            value("v2", &["Kỳ báo cáo", "Phân theo vùng", "Vùng cao"]),
            value("v3", &["Kỳ báo cáo", "Phân theo vùng", "Vùng thấp"]),
            value("v4", &["Lũy kế"]),
        ],
    }
}

fn sum(over: Over, left: usize, parts: impl IntoIterator<Item = usize>) -> Rule {
    let terms = parts.into_iter().map(|of| Term { minus: false, of }).collect();
    Rule {
        over,
        balance: Balance { left, relation: Relation::Sum(terms) },
        from: String::new(),
        missing: Default::default(),
    }
}

/// A made-up form: rows in up to three levels, columns under up to three, sums over both.
pub fn any_form() -> impl Strategy<Value = Form> {
    let counts = proptest::collection::vec((0..4usize, 0..3usize), 2..6);
    (counts, 0..4u8, any::<bool>(), 0..MEASURES.len(), any::<bool>()).prop_map(
        |(counts, shape, measures, measure, total)| {
            let mut columns =
                vec![column("stt", Role::Number, &["STT"]), column("noi_dung", Role::Label, &["Nội dung"])];
            if measures {
                columns.push(column("dvt", Role::Measure, &["ĐVT"]));
            }
            let first = columns.len();
            columns.extend(value_columns(shape));
            columns.push(column("ghi_chu", Role::Text, &["Ghi chú"]));
            let mut rules = match shape % 4 {
                2 => vec![
                    sum(Over::Columns, first, [first + 1, first + 4]),
                    sum(Over::Columns, first + 1, [first + 2, first + 3]),
                    sum(Over::Columns, first + 4, [first + 5, first + 6]),
                ],
                3 => vec![sum(Over::Columns, first, [first + 1, first + 2])],
                1 => vec![sum(Over::Columns, first + 2, [first, first + 1])],
                _ => vec![],
            };
            let mut nouns = NOUNS.iter();
            let mut rows: Vec<Row> = Vec::new();
            let mut add = |rows: &mut Vec<Row>, stt: String, parent: Option<usize>, lead: &str| {
                let label = format!("{lead} {}", nouns.next().unwrap());
                rows.push(Row {
                    difference: std::sync::OnceLock::new(),
                    otherwise: phubieu::form::model::Otherwise::default(),
                    code: format!("r{}", rows.len()),
                    stt,
                    parent: parent.map(RowIndex),
                    keys: vec![label_key(&label)],
                    cumulative: None,
                    label,
                    figure: figure(MEASURES[measure]),
                });
                rows.len() - 1
            };
            let mut tops = Vec::new();
            for (n, (children, leaves)) in counts.iter().enumerate().take(4) {
                let top = add(&mut rows, (n + 1).to_string(), None, "Việc");
                tops.push(top);
                let mut parts = Vec::new();
                for c in 0..(*children).min(2) {
                    let child = add(&mut rows, format!("{}.{}", n + 1, c + 1), Some(top), "Phần việc");
                    parts.push(child);
                    let own: Vec<usize> =
                        (0..*leaves).map(|_| add(&mut rows, "-".into(), Some(child), "Làm mới")).collect();
                    if own.len() >= 2 {
                        rules.push(sum(Over::Rows, child, own));
                    }
                }
                if parts.len() >= 2 {
                    rules.push(sum(Over::Rows, top, parts));
                }
            }
            if total {
                rows.push(Row {
                    difference: std::sync::OnceLock::new(),
                    otherwise: phubieu::form::model::Otherwise::default(),
                    code: "T".into(),
                    stt: String::new(),
                    parent: None,
                    label: "Tổng cộng".into(),
                    keys: vec![label_key("Tổng cộng")],
                    cumulative: None,
                    figure: figure(MEASURES[measure]),
                });
                rules.push(sum(Over::Rows, rows.len() - 1, tops));
            }
            Form {
                overview: Vec::new(),
                text: None,
                name: "x".into(),
                shape: Shape::Tree,
                title: "Kết quả thực hiện nhiệm vụ năm {year}".into(),
                subject: String::new(),
                measure: if measures { String::new() } else { MEASURES[measure].into() },
                columns,
                rows,
                rules,
                cell_rules: vec![],
                checks: Default::default(),
                keys: vec![],
                words: Default::default(),
                by_label: Default::default(),
            }
        },
    )
}

/// Any layout of a blank.
pub fn any_blank() -> impl Strategy<Value = Blank> {
    let index = prop_oneof![Just(Index::Brackets), Just(Index::Bare), Just(Index::Negative)];
    (0..6u32, 0..4u16, any::<bool>(), index, any::<bool>()).prop_map(|(top, left, index_formulas, index, signature)| {
        // Formulas in an index row of bare negative numbers would mix two hands.
        let index_formulas = index_formulas && index != Index::Negative;
        Blank { top, left, index_formulas, index, merged_down: true, signature }
    })
}

/// A filled form, moved about.
#[derive(Debug, Clone, Default)]
pub struct Perturbed {
    /// Rows above and columns left of the table.
    pub top: u32,
    pub left: u16,
    /// The columns of figures in reverse order.
    pub reversed: bool,
    /// A column of this code is not there.
    pub without: Option<&'static str>,
    /// Another heading stands over all columns of figures.
    pub over_all: Option<&'static str>,
    /// Headings again after this row, with so many blank lines before.
    pub again: Option<(usize, u32)>,
    /// A blank line after this row.
    pub gap: Option<usize>,
    /// A row that is not the form's after this one.
    pub inserted: Option<usize>,
    /// No index row.
    pub unindexed: bool,
    /// Another column of figures at the end.
    pub added: bool,
    /// Two more sheets before it.
    pub cover: bool,
}

impl Perturbed {
    /// Every way alone, and some together.
    pub fn all(form: &Form) -> Vec<Perturbed> {
        let base = Perturbed::default;
        let mut all = vec![
            Perturbed { top: 9, left: 5, ..base() },
            Perturbed { reversed: true, ..base() },
            Perturbed { unindexed: true, ..base() },
            Perturbed { added: true, ..base() },
            Perturbed { cover: true, ..base() },
        ];
        if form.value_columns().count() > 1 {
            all.push(Perturbed { over_all: Some("Kế hoạch vốn năm 2024"), ..base() });
        }
        if form.name == "chi-tieu" {
            all.retain(|p| !p.added && !p.reversed);
        }
        if form.name == "giai-ngan" {
            // «Kế hoạch vốn» over «Vốn kéo dài» would be another thing.
            all.retain(|p| p.over_all.is_none());
        }
        let count = if form.is_list() { ITEMS } else { form.rows.len() };
        for after in [1, count / 2, count - 1] {
            all.push(Perturbed { again: Some((after, 0)), ..base() });
            all.push(Perturbed { again: Some((after, 2)), ..base() });
            all.push(Perturbed { gap: Some(after), ..base() });
            if !form.is_list() {
                all.push(Perturbed { inserted: Some(after), ..base() });
            }
        }
        all.push(Perturbed { top: 3, left: 2, again: Some((count / 2, 1)), gap: Some(1), unindexed: true, ..base() });
        all
    }

    /// The form filled in, as a workbook.
    pub fn workbook(&self, form: &Form) -> Vec<u8> {
        let mut book = Workbook::new();
        if self.cover {
            let cover = book.add_worksheet();
            cover.set_name("Bìa").unwrap();
            cover.write_string(3, 1, "BÁO CÁO").unwrap();
            book.add_worksheet().set_name("Sheet2").unwrap();
        }
        let sheet = book.add_worksheet();
        sheet.set_name("Biểu").unwrap();
        sheet.write_string(self.top, self.left, "UBND XÃ CÔN MINH").unwrap();
        sheet.write_string(self.top + 2, self.left, with_year(&form.title, "2024").to_uppercase()).unwrap();
        let mut at = self.top + 4;
        if !form.measure.is_empty() {
            sheet.write_string(at - 1, self.left, format!("Đơn vị tính: {}", form.measure)).unwrap();
        }
        let mut order: Vec<usize> =
            (0..form.columns.len()).filter(|i| Some(form.columns[*i].code.as_str()) != self.without).collect();
        if self.reversed {
            let mut values: Vec<usize> =
                order.iter().copied().filter(|i| form.columns[*i].role == Role::Value).collect();
            for slot in order.iter_mut().filter(|i| form.columns[**i].role == Role::Value) {
                *slot = values.pop().unwrap();
            }
        }
        at = self.headings(sheet, form, &order, at);
        let rows: Vec<Option<&Row>> =
            if form.is_list() { vec![None; ITEMS] } else { form.rows.iter().map(Some).collect() };
        for (n, row) in rows.iter().enumerate() {
            self.row(sheet, form, &order, at, n, *row);
            at += 1;
            if self.gap == Some(n) {
                at += 1;
            }
            if self.inserted == Some(n) {
                sheet.write_string(at, self.left + 1, "Nội dung khác do xã tự thêm vào").unwrap();
                sheet.write_number(at, self.left + 3, 7).unwrap();
                at += 1;
            }
            if let Some((_, blank)) = self.again.filter(|(after, _)| *after == n + 1 && n + 1 < rows.len()) {
                at = self.headings(sheet, form, &order, at + blank);
            }
        }
        sheet.write_string(at + 1, self.left, "Nơi nhận: - Như trên;").unwrap();
        sheet.write_string(at + 1, self.left + 2, "TM. ỦY BAN NHÂN DÂN").unwrap();
        book.save_to_buffer().unwrap()
    }

    fn headings(&self, sheet: &mut Worksheet, form: &Form, order: &[usize], top: u32) -> u32 {
        let levels: Vec<Vec<String>> = order
            .iter()
            .map(|i| {
                let column = &form.columns[*i];
                let own = column.heading.iter().map(|l| with_year(l, "2024"));
                let over = self
                    .over_all
                    .filter(|_| column.role == Role::Value && !own.clone().any(|l| Some(l.as_str()) == self.over_all));
                over.map(str::to_owned).into_iter().chain(own).collect()
            })
            .chain(self.added.then(|| vec!["Đề nghị bổ sung".to_owned()]))
            .collect();
        let depth = write_headings(sheet, top, self.left, &levels, true);
        if self.unindexed {
            return top + depth;
        }
        for (n, _) in levels.iter().enumerate() {
            sheet.write_string(top + depth, self.left + n as u16, format!("({})", n + 1)).unwrap();
        }
        top + depth + 1
    }

    fn row(&self, sheet: &mut Worksheet, form: &Form, order: &[usize], at: u32, n: usize, row: Option<&Row>) {
        for (c, column) in order.iter().enumerate() {
            let col = self.left + c as u16;
            let definition = &form.columns[*column];
            let figure = match row {
                Some(row) => Some(form.figure(row, *column)),
                None => definition.figure.as_ref(),
            };
            match (definition.role, row) {
                (Role::Number, Some(row)) => _ = sheet.write_string(at, col, &row.stt).unwrap(),
                (Role::Number, None) => _ = sheet.write_number(at, col, (n + 1) as f64).unwrap(),
                (Role::Label, Some(row)) => _ = sheet.write_string(at, col, &row.label).unwrap(),
                (Role::Label, None) => _ = sheet.write_string(at, col, format!("Đường thôn {}", NOUNS[n])).unwrap(),
                (Role::Measure, Some(row)) => _ = sheet.write_string(at, col, &row.figure.measure).unwrap(),
                (Role::Text, None) => _ = sheet.write_string(at, col, format!("Thôn {}", n + 1)).unwrap(),
                (Role::Value, _) => match figure.unwrap().kind {
                    Kind::Group => {}
                    Kind::Percent => _ = sheet.write_number(at, col, 12.5 + n as f64).unwrap(),
                    _ => _ = sheet.write_number(at, col, ((n + 2) * 1000 + column * 7) as f64).unwrap(),
                },
                _ => {}
            }
        }
        if self.added {
            sheet.write_number(at, self.left + order.len() as u16, 5).unwrap();
        }
    }
}
