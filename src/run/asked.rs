//! What blanks are made for: the forms, the place with its units, the period, the figures of the last one.

use crate::form::Form;
use crate::period::Period;
use crate::previous::Previous;
use crate::register::{Era, Register, UnitIndex};
use crate::round::Set;

/// A round before anything was sent.
#[derive(Debug)]
pub struct Asked {
    /// The forms.
    pub forms: Vec<Form>,
    /// The units.
    pub register: Register,
    /// The era of their codes.
    pub era: Set<Era>,
    /// The place.
    pub place: UnitIndex,
    /// The period, where it was said.
    pub period: Option<Period>,
    /// The figures of the last period.
    pub previous: Option<Previous>,
}
