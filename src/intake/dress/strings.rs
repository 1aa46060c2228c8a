//! Shared texts, with the fonts of their runs.

use quick_xml::events::Event;

use super::colours::Palette;
use super::styles::font_part;
use super::{Font, Run, each, spoken};

/// Gathers the runs of one text as its elements go by.
#[derive(Default)]
pub(super) struct Runs {
    pub(super) done: Vec<Run>,
    font: Option<Font>,
    text: String,
    in_text: bool,
    in_font: bool,
    /// How things are said to be pronounced is no part of the text.
    aside: bool,
}

impl Runs {
    pub(super) fn take(&mut self, event: &Event<'_>, ends: bool, palette: &Palette) {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "rPh" => self.aside = !ends,
                "r" => self.next(),
                "rPr" if !ends => (self.in_font, self.font) = (true, Some(Font::default())),
                "t" => self.in_text = !ends && !self.aside,
                _ if self.in_font => {
                    if let Some(font) = &mut self.font {
                        font_part(font, e, palette);
                    }
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "rPh" => self.aside = false,
                "rPr" => self.in_font = false,
                "t" => self.in_text = false,
                _ => {}
            },
            event if self.in_text => spoken(event, &mut self.text),
            _ => {}
        }
    }

    fn next(&mut self) {
        let (font, text) = (self.font.take(), std::mem::take(&mut self.text));
        if !text.is_empty() {
            self.done.push(Run { font, text });
        }
    }

    pub(super) fn finish(&mut self) -> Vec<Run> {
        self.next();
        std::mem::take(&mut self.done)
    }
}

/// The shared texts, in order.
pub(super) fn shared(xml: &str, palette: &Palette) -> Vec<Vec<Run>> {
    let mut found = Vec::new();
    let mut runs = Runs::default();
    each(xml, |event, ends| {
        let of_text = |e: &str| e == "si";
        match &event {
            Event::Start(e) if of_text(e.local_name().as_ref()) => {
                runs = Runs::default();
                if ends {
                    found.push(Vec::new());
                }
            }
            Event::End(e) if of_text(e.local_name().as_ref()) => found.push(runs.finish()),
            event => runs.take(event, ends, palette),
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_runs_and_their_order() {
        let xml = "<sst><si><t>một &amp; hai</t></si><si/><si><r><t xml:space=\"preserve\">ba </t></r><r><rPr><b/>\
            <sz val=\"13\"/><color rgb=\"FFFF0000\"/><rFont val=\"Arial\"/></rPr><t>bốn</t></r><rPh><t>x</t></rPh></si></sst>";
        let found = shared(xml, &Palette::new(None, None));
        let red = Font { name: "Arial".into(), size: 13.0, bold: true, colour: Some(0xFF_0000), ..Font::default() };
        let run = |font, text: &str| Run { font, text: text.into() };
        assert_eq!(found, [vec![run(None, "một & hai")], vec![], vec![run(None, "ba "), run(Some(red), "bốn")]]);
    }
}
