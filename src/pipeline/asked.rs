//! What blanks are made for, resolved the way a run does it.

use crate::register::Register;
use crate::register::overlay;
use crate::round::Settings;

use super::{Failure, resolve};
use crate::run::asked::Asked;

/// Resolves what was asked for, the way a run does.
///
/// # Errors
/// Why it cannot be done.
pub fn resolve(settings: &Settings) -> Result<Asked, Failure> {
    if settings.form.is_none() && settings.template.is_none() {
        return Err(Failure::NoForm);
    }
    let forms = resolve::forms(settings.form.clone(), settings.template.clone())?.forms.value;
    let Some(under) = &settings.under else { return Err(Failure::NoUnits) };
    let era = resolve::era(settings.era.clone(), settings.period.as_ref(), settings.under.as_ref());
    let mut register = Register::built_in(era.value);
    if resolve::is_about_the_country(settings.under.as_ref(), &[]) {
        register = register.with_country();
    }
    if let Some(units) = &settings.units {
        overlay::apply(&mut register, &units.value).map_err(Failure::Units)?;
    }
    let place = resolve::place(&register, &under.value)?;
    let previous = resolve::previous(settings)?;
    let period = settings.period.as_ref().map(|p| p.value);
    Ok(Asked { forms, register, era, place, period, previous })
}
