//! What the help says in English; the Vietnamese stands at the arguments.

/// What a command does, by where it stands.
pub(super) fn about(path: &str) -> Option<&'static str> {
    // The help of a command shows what it shows.
    let path = path.replace("help ", "");
    Some(match path.as_str() {
        "" => {
            "Reads, checks and consolidates the Excel appendices of communes. Drop a folder on it to consolidate, a file to check"
        }
        "consolidate" => "Read every submission, check, total and write the consolidated workbook (tong-hop)",
        "check" => "Read and check before sending, without totals (kiem-tra)",
        "normalise" => {
            "Turn every Vietnamese number into a real one, every text into Unicode, keep the layout (chuan-hoa)"
        }
        "template" => "Make a blank for each unit: locked, with formulas, checked while it is filled (bieu-mau)",
        "form" => "Forms: built in, drawn from a blank, checked",
        "form list" => "List the built-in forms",
        "form show" => "Print a form as TOML",
        "form infer" => "Draw a form from the blank that was sent out",
        "form schema" => "Print the JSON Schema of a form's file (for editors)",
        "form check" => "Check a form's file",
        "units" => "The register of administrative units (don-vi)",
        "units find" => "Find a unit by code or name",
        "units tree" => "Print the tree of units below a place",
        "rollup" => "Put several consolidated workbooks together: districts of a province, years of a place (luy-ke)",
        "verify" => {
            "Verify a consolidated workbook: totals worked out again, compared with the submissions (kiem-chung)"
        }
        "explain" => {
            "Explain a finding's code such as PB301, or where a figure of a consolidated workbook is from (giai-thich)"
        }
        p if p == "help" || p.ends_with(" help") => super::HELP_COMMAND.1,
        _ => return None,
    })
}

/// What an argument of a command is.
pub(super) fn help(path: &str, argument: &str) -> Option<&'static str> {
    Some(match (path, argument) {
        ("", "paths") => "A folder (to consolidate) or a file (to check)",
        (_, "lang") => "Language of messages and headings",
        (_, "jobs") => "Number of threads (as a rule the machine's cores)",
        (_, "quiet") => "Say only why something could not be done",
        (_, "color") => "Colours in messages",
        (_, "force") => "Replace results that are there",
        (_, "limit") => "Raise or lower a safety limit for opening files: --limit cells=50000000 --limit memory=4G",
        ("template", "form") => "The form: a built-in name or a .toml file; several with commas between, each a sheet",
        (_, "form") => "The form: a built-in name or a .toml file; several with commas between",
        (_, "template") => "The blank that was sent out (a workbook), as the form",
        ("template", "under") => "The place: code or name of a district or province (066, \"Na Ri\"), or a commune",
        (_, "under") => "The place: code or name of a district or province (066, \"Na Ri\")",
        ("template", "units") => "A register of your own (csv)",
        (_, "units") => "A register of your own or weights (csv)",
        ("units" | "units find" | "units tree", "era") => "The era: 2024 or 2025",
        (_, "era") => "The administrative era of the codes: 2024 (before 1 July 2025) or 2025",
        (_, "period") => "The period: 2024, 2024-Q1, 2024-H1, 2024-03",
        (_, "decisions") => "Your answers: the list of findings filled in (xlsx, csv)",
        ("template", "previous") => {
            "Figures of the period before, shown beside the cells: a --facts file, a workbook of phubieu's, or submissions"
        }
        (_, "previous") => {
            "Figures of the period before, to compare with: a --facts file, a workbook of phubieu's, or submissions"
        }
        (_, "due") => {
            "When submissions are due: who was late is told. The day of sending is in the column ngay_nop of --units"
        }
        (_, "file_dates") => "Take the day a file says it was saved as the day of sending, without a column ngay_nop",
        (_, "latest") => {
            "Of several files of a unit use the latest («lan 2» in the name, or saved later), instead of none of them"
        }
        (_, "facts") => "Write the figures of the cells (.csv, .json, .jsonl; «-» is standard output)",
        (_, "totals") => "Write the totals (.csv, .json, .jsonl; «-» is standard output)",
        (_, "findings") => "Write the findings (.json, .jsonl, .csv, .html, .xlsx; «-» is standard output)",
        ("normalise", "strict") => "Exit with 1 where a cell cannot be read",
        (_, "strict") => "Exit with 1 where there are errors",
        ("consolidate", "inputs") => "Files and folders of submissions",
        ("rollup", "inputs") => "Consolidated workbooks of phubieu's, and folders of them",
        ("check", "inputs") => "Files and folders to check",
        ("verify", "inputs") => "The submissions that were consolidated, to compare each cell",
        ("consolidate", "output") => "The consolidated workbook to write (.xlsx)",
        ("rollup", "output") => "The workbook to write (.xlsx)",
        ("template", "output") => "The folder to write: a file for each unit, and the phubieu.toml of the round",
        ("normalise", "output") => "The file to write (.xlsx, .xlsm, .csv)",
        ("form infer", "output") => "The .toml file to write; printed where left out",
        (_, "shares") => "How units that were divided are shared out (.csv: old_code,new_code,share)",
        (_, "depth") => {
            "Down to which level the sheet by place is open: 1 the next one, 2 one deeper; what is deeper is folded"
        }
        (_, "annotate") => {
            "Write each file into this folder with the findings at their cells (colours, comments, a sheet that lists them)"
        }
        ("normalise", "file") => "A workbook or csv",
        (_, "plain") => "A csv for programs: commas between, a point for decimals",
        ("form show", "name") => "The name of a built-in form",
        ("form infer", "blank") => "The workbook that holds the blank",
        ("form infer", "name") => "The form's name; that of the file where left out",
        ("form check", "file") => "A .toml file",
        ("units find", "name") => "A code or name",
        ("units tree", "place") => "A code or name; the provinces where left out",
        (_, "code") => "A finding's code (PB301, pb301 or 301); every code where left out. Or a consolidated workbook",
        (_, "cell") => "A cell of the consolidated workbook such as \"Summary!D12\": where its figure is from",
        (_, "workbook") => "A consolidated workbook of phubieu's",
        ("help", _) => "A command",
        (p, _) if p.ends_with(" help") => "A command",
        _ => return None,
    })
}

/// What there is to say beyond [`help`].
pub(super) fn details(argument: &str) -> Option<&'static str> {
    (argument == "limit").then_some(
        "Raise or lower a safety limit for opening files, such as --limit cells=50000000 --limit memory=4G.\n\n\
         The limits of a file: bytes (size), parts, inflated (bytes when unpacked), ratio (of unpacking), cells, strings \
         (different ones), merges, styles, sheets, text (bytes of a cell's text), nesting, seconds (of reading), memory \
         (bytes, of reading a doubtful file). K, M, G behind a number are powers of 1,024.",
    )
}

/// The name of a value, where it is another than in Vietnamese.
pub(super) fn value(name: &str) -> Option<&'static str> {
    Some(match name {
        "TỆP" => "FILE",
        "TỆP.xlsx" => "FILE.xlsx",
        "TỆP.csv" => "FILE.csv",
        "TỆP.toml" => "FILE.toml",
        "BIỂU" => "FORM",
        "BIỂU TRẮNG" => "BLANK",
        "MÃ|TÊN" => "CODE|NAME",
        "MÃ|TỆP.xlsx" => "CODE|FILE.xlsx",
        "KỲ" => "PERIOD",
        "NGÀY" => "DATE",
        "THƯ MỤC" => "FOLDER",
        "TÊN" => "NAME",
        "TÊN=SỐ" => "NAME=NUMBER",
        "Ô" => "CELL",
        _ => return None,
    })
}
