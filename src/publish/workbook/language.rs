//! The language of the workbook, for whoever has it read aloud: the library that writes it says none, and English in
//! charts.

use crate::finding::Lang;
use crate::patch::{Package, PatchError};

const CORE: &str = "docProps/core.xml";

/// Says in which language the words of a workbook are.
///
/// # Errors
/// The bytes are no workbook.
pub(crate) fn spoken(bytes: &[u8], lang: Lang) -> Result<Vec<u8>, PatchError> {
    let mut package = Package::open(bytes)?;
    say(&mut package, lang)?;
    package.finish()
}

/// Says it in a workbook that is being completed.
///
/// # Errors
/// A part is damaged.
pub(crate) fn say(package: &mut Package<'_>, lang: Lang) -> Result<(), PatchError> {
    let (language, region) = lang.of(("vi", "vi-VN"), ("en", "en-GB"));
    let core = package.part(CORE)?;
    let said = format!("<dc:language>{language}</dc:language></cp:coreProperties>");
    package.set(CORE, core.replace("</cp:coreProperties>", &said));
    for n in 1u32.. {
        let name = format!("xl/charts/chart{n}.xml");
        if !package.has(&name) {
            break;
        }
        let chart = package.part(&name)?;
        let chart = chart.replace("lang=\"en-US\"", &format!("lang=\"{region}\""));
        package.set(name, chart.replace("<c:lang val=\"en-US\"/>", &format!("<c:lang val=\"{region}\"/>")));
    }
    Ok(())
}
