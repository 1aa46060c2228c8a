//! What a units file says of a unit that the register knows otherwise: its weights are another unit's, then. Codes were
//! given again in 2025, so a file of the other era has them beside other names.

use crate::lang::Lang;
use crate::register::{Era, Register, UnitIndex};
use crate::toml_file::Said;
use crate::vietnamese::text::{Folded, fold_once};

/// What a line says of a unit against the register, by its name and by the code of the unit that it lies in.
pub(super) fn said(register: &Register, unit: UnitIndex, name: &str, parent: &str) -> Option<Said> {
    let (code, own) = (register.code(unit), register.full_name(unit));
    if !name.is_empty() && !is_called(register, unit, name) {
        let then = of_the_other_era(register, code, name);
        let (vi, en) = then.map_or_else(Default::default, |era| {
            let (vi, en) = (era.name(Lang::Vi), era.name(Lang::En));
            (format!(", đúng với danh mục {vi}"), format!(", as in the register {en}"))
        });
        return Some(Said::new(
            format!("mã «{code}» là {own}, dòng này ghi «{name}»{vi}; xem lại mã và danh mục của kỳ nào"),
            format!("the code `{code}` is {own}, this line says `{name}`{en}; see which code and which register it is"),
        ));
    }
    if !parent.is_empty() && !lies_in(register, unit, parent) {
        return Some(Said::new(
            format!("mã «{code}» là {own}, dòng này ghi đơn vị cấp trên «{parent}»; xem lại mã và danh mục của kỳ nào"),
            format!(
                "the code `{code}` is {own}, this line puts it into `{parent}`; see which code and which register it is"
            ),
        ));
    }
    None
}

/// Tells whether a name may be a unit's: it holds the name without its kind, or is but for a letter written so and no
/// other name of its place («Krông Pắk» for Krông Pắc).
fn is_called(register: &Register, unit: UnitIndex, name: &str) -> bool {
    let Some(own) = register.unit(unit) else { return true };
    let bare = |at: UnitIndex| register.unit(at).map(|unit| words(unit.bare_name())).unwrap_or_default();
    let (written, wanted) = (words(name), words(own.bare_name()));
    if written.says(&wanted) {
        return true;
    }
    // «VănVũ», «H'leo» and «Hleo».
    let written: Vec<String> = {
        let without_kind = written.begins(&words(&own.kind)).then(|| words(&own.kind).words().count());
        [0].into_iter().chain(without_kind).map(|n| written.words().skip(n).collect()).collect()
    };
    let wanted = glued(&wanted);
    let is_another = || {
        let beside = own.parent.map(|parent| register.children(parent)).unwrap_or_default();
        beside.into_iter().filter(|at| *at != unit).any(|at| written.contains(&glued(&bare(at))))
    };
    written.contains(&wanted) || (written.iter().any(|name| differ_by_a_letter(name, &wanted)) && !is_another())
}

/// The era that is not the register's, where a code has a name in it.
fn of_the_other_era(register: &Register, code: &str, name: &str) -> Option<Era> {
    let other = Era::ALL.into_iter().find(|era| *era != register.era())?;
    let then = Register::built_in(other);
    then.find(code).is_some_and(|unit| is_called(&then, unit, name)).then_some(other)
}

/// Tells whether a unit is said to lie where it does; programs take the zeros from the front of a code.
fn lies_in(register: &Register, unit: UnitIndex, parent: &str) -> bool {
    let digits = |code: &str| code.trim_start_matches('0').to_owned();
    register.lineage(unit).any(|above| above != unit && digits(register.code(above)) == digits(parent))
}

/// The words of a name without marks; «Phường 01» is Phường 1.
fn words(name: &str) -> Folded {
    let plain = fold_once(name).plain();
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    Folded::from_words(plain.words().map(|word| if number(word) { word.trim_start_matches('0') } else { word }))
}

fn glued(name: &Folded) -> String {
    name.words().collect()
}

/// Tells whether two names are alike but for one letter, which no digit is: «Phường 1» is not «Phường 2».
fn differ_by_a_letter(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let most = one.len().max(other.len());
    let digits = one.iter().chain(&other).any(char::is_ascii_digit);
    most > 4 && !digits && one.len().abs_diff(other.len()) <= 1 && before + behind + 1 >= most
}
