//! What the communes meant: the figures behind the 17 files.
//!
//! Whoever reads a sample must arrive at exactly these, whatever the file looks
//! like. Côn Minh's are those of its published plan; all others are made up.

/// What one cell of the form holds, to a reader who makes no mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// A number, as a plain decimal without needless zeros: `82.76`.
    Value(&'static str),
    /// «-»: nothing of the kind arose.
    Nil,
    /// Nothing written. The headings 9 and 18 are blank everywhere.
    Blank,
    /// «Đánh giá cuối giai đoạn».
    Deferred,
    /// «…»: it arose, nobody counted it.
    NotCollected,
    /// «x»: the row does not apply to this commune.
    NotApplicable,
    /// Two readings, and nothing in the file decides.
    Ambiguous,
    /// Something stands there that is no figure of this row.
    Unreadable,
    /// The row is not in the sheet.
    Missing,
}

/// One line a row of the form, one column a commune.
///
/// `D` deferred, `_` blank, `-` nil, `…` not collected, `x` not applicable,
/// `?` ambiguous, `#` unreadable, `!` missing.
const FIGURES: &str = "\
row   02137 02140 02143 02146 02152 02155 02158 02161 02170 02173 02176 02179 02185 02188 02191 02194 02197
1         D   3.2     D     D     D     D     D     D     D     D  2.85     D     D     D  3.15     D     D
2         3     2     3  4.25  4.25     3   3.5     3     3     3     2     4   3.2     5   3.2   4.8  4.25
3     57.25  48.5  61.4  48.5    42 57.25 57.25    65 57.25    68    70    55  66.8  66.8    55    65    63
4        80    44    76    35  1125  1234    77    64    78    58    32    26    82    51    20    46    82
5         D     D     D     D     D     D     D     D     D     D     D     D     D     D     D     D     D
6         D     D     D     D     D     D     D     D     D     D     D     D     D     D     D     D     D
7        95  96.4    92    95  96.4 98.76    99    92    97    98    98    99  96.4 97.25 97.25    92    97
8         0     2     0     0     0   100     0  4.35     0     0  4.35     2     2     0     0   100     0
9         _     _     _     _     _     _     _     _     _     _     _     _     _     _     _     _     _
9.1       0     0    24    65    24     0    24    58    37     0    37    46    58     0    37    58     0
10        1     2     0     1     3     3     2     2     0     2     0     1     1     0     1     2     1
11        3     0     0     1     3     1     4     4     0     0     2     0     4     -     2     4     3
12        0     3     5     2     0     3     0     0     5     0     0     0     5     -     0     6     6
13        0 63.64  3.57  69.7 62.07     0   100     0 57.14     0 40.74 38.46     0     x 81.82   6.9     0
14       12    21     0     8     0  1052     0     0    12     0     8    12     8     -     8     5     8
15       38    31    41    30    30  1108    23     9     9     0    25     3    21    15    23    10    13
16       10    14    11    10     9    16    13    15     7    14    14    14     9     _    11    12     8
17     13.1  8.11 13.42 21.57 10.89  4.39 16.34  8.46 27.84     # 13.24 20.47 20.69  7.95 17.45 17.04  8.57
18        _     _     _     _     _     _     _     _     _     _     _     _     _     _     _     _     _
18.1     15    46    40    29    26    41    43    29    46    26    46    16    22    38    47    43     9
19      100   100 90.91 55.56 83.33 71.43  62.5 73.33 58.33 82.76 76.92 88.24   100   100 93.33    70    50
20      100   100   100   100   100   100   100   100   100     0   100   100   100   100   100   100     !
21    90.91 85.71 88.89    50    70   100 91.67   100 85.71 86.92 92.31 71.43    70 63.64    75 72.73     #
22    6.125  10.2 9.475  2.73 13.22 11.18  4.02  8.61  9.52     ? 14.275 10.88  5.15  2.48 7.725   5.4  2.57
23     95.5    98    99  99.4  96.8    99 98.75  95.5    97    98    97  96.8    99   100  96.8   100    97
24    63.64 71.43 88.89    75    80 73.33 83.33 84.62   100   100 92.31   100    90 81.82   100   100    75
25        8     9     5    16    12    13     7    16     3     0    15     2    10     0     9    18     7
26       60    95    80  72.5    95   100    95    80    75   100    90   100    60     …   100   100    85
27       70  78.5    65    55   100    80    80    90  82.4   100   100   100    70    90    90    80    65
";

/// The weights of the percentages, in the order of `samples/units.csv`.
pub const WEIGHTS: [&str; 11] = [
    "dan_so",
    "dan_so_dtts",
    "so_ho",
    "ho_dtts",
    "lao_dong",
    "ho_di_cu",
    "ho_ngheo_dtts",
    "so_du_an",
    "so_xa",
    "so_thon",
    "thanh_nien_dtts",
];

/// One line a commune, one column a weight, in the order of [`WEIGHTS`]. All made up.
const UNITS: &str = "\
02137 2350 2270  562  543 1331   34  168   16    1   11  436
02140 2651 2523  630  596 1517   22  185   14    1   14  476
02143 2019 1974  482  472 1144   28  149   22    1    9  385
02146 1766 1753  411  403 1000   33  102    9    1    8  345
02152 2944 2743  697  645 1665   29  202   18    1   10  521
02155 6822 5317 1602 1248 3896   19  296   14    1   15 1011
02158 3089 2895  719  675 1742   33  153   24    1   12  548
02161 3488 3317  825  780 1975   16  260   15    1   13  625
02170 1479 1460  343  339  846   21   97   12    1    7  273
02173 2779 2700  655  633 1593   33  133   29    1   15  523
02176 3278 3005  772  709 1885   27  136   13    1   13  559
02179 2925 2739  693  650 1669   13  127   17    1   14  515
02185 1968 1928  462  450 1135   34  116   21    1   10  360
02188 2307 2271  543  536 1312   10  151   16    1   11  435
02191 2382 2334  557  545 1362   11  149   15    1   12  441
02194 1875 1824  450  437 1073   29  135   10    1   11  338
02197 1529 1500  367  362  865   26  105   10    1    8  289
";

/// What the commune meant in a row of the form.
///
/// # Panics
/// When Na Rì has no such commune or the form no such row: a test that asks for
/// one is wrong, and must not pass.
pub fn truth(unit_code: &str, row_code: &str) -> Truth {
    let mut lines = FIGURES.lines().map(|line| line.split_whitespace());
    let place = lines.next().and_then(|mut codes| codes.position(|code| code == unit_code));
    let place = place.expect("a commune of Na Rì");
    let mut line = lines.find(|line| line.clone().next() == Some(row_code)).expect("a row of the form");
    match line.nth(place).expect("a figure for every commune") {
        "D" => Truth::Deferred,
        "_" => Truth::Blank,
        "-" => Truth::Nil,
        "…" => Truth::NotCollected,
        "x" => Truth::NotApplicable,
        "?" => Truth::Ambiguous,
        "#" => Truth::Unreadable,
        "!" => Truth::Missing,
        number => Truth::Value(number),
    }
}

/// The commune's weight in a column of `samples/units.csv`, as plain digits.
///
/// # Panics
/// When there is no such commune or column.
pub fn weight(unit_code: &str, column: &str) -> &'static str {
    let place = WEIGHTS.iter().position(|known| *known == column).expect("a column of weights");
    let mut line =
        UNITS.lines().map(|line| line.split_whitespace()).find(|line| line.clone().next() == Some(unit_code));
    line.as_mut().and_then(|line| line.nth(place + 1)).expect("a commune of Na Rì")
}
